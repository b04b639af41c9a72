"""A persona as something that can be reported; hiding one means pausing its writing."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from damayan.foundation.verdict import Refused
from damayan.groups import actions
from damayan.groups.models import Membership, Persona
from damayan.groups.queries import person_behind
from damayan.safety.subjects import Shown

if TYPE_CHECKING:
    from damayan.people.models import Person


class PersonaSubject:
    """See ``damayan.safety.subjects.Subject``."""

    def exists_for(self, person: "Person", key: str) -> bool:
        return Persona.objects.visible_to(person).filter(key=key).exists()

    def show(self, key: str) -> Shown | None:
        persona = Persona.objects.filter(key=key).select_related("group").first()
        if persona is None:
            return None
        worn = Membership.objects.filter(persona=persona).first()
        slug = persona.group.slug
        return Shown(
            title=persona.name,
            html="",
            author_name=persona.name,
            author_key=persona.key,
            group_slug=slug,
            url=reverse("groups:persona", args=[slug, persona.key]),
            hidden=worn is not None and worn.paused_at is not None,
            gone=worn is None,
        )

    def hide(self, *, by: "Person", key: str, reason: str) -> None:
        actions.pause(by=by, persona=_persona(key))

    def restore(self, *, by: "Person", key: str, reason: str) -> None:
        actions.resume(by=by, persona=_persona(key))

    def author_id(self, key: str) -> int | None:
        persona = Persona.objects.filter(key=key).first()
        return person_behind(persona.pk) if persona else None


def _persona(key: str) -> Persona:
    persona = Persona.objects.filter(key=key).select_related("group").first()
    if persona is None:
        raise Refused(_("This is no longer here."))
    return persona
