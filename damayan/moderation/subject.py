"""An appeal as something that guides look at when screening finds somebody in need in it."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from damayan.foundation.verdict import Refused
from damayan.foundation.words import cook
from damayan.moderation.models import Appeal
from damayan.safety.subjects import Shown

if TYPE_CHECKING:
    from damayan.people.models import Person


class AppealSubject:
    """See ``damayan.safety.subjects.Subject``. Nobody reports, hides or restores an appeal."""

    def exists_for(self, person: "Person", key: str) -> bool:
        return False

    def show(self, key: str) -> Shown | None:
        appeal = Appeal.objects.filter(key=key).select_related("decision").first()
        if appeal is None:
            return None
        return Shown(
            title=_("An appeal"),
            html=cook(appeal.words),
            author_name="",
            author_key="",
            group_slug=appeal.decision.group_slug,
            url=reverse("moderation:appeal", args=[key]),
            hidden=False,
        )

    def hide(self, *, by: "Person", key: str, reason: str) -> None:
        raise Refused(_("Only guides read this. There is nothing to hide."))

    def restore(self, *, by: "Person", key: str, reason: str) -> None:
        raise Refused(_("Only guides read this. There is nothing to hide."))

    def author_id(self, key: str) -> int | None:
        found = Appeal.objects.filter(key=key).values_list("decision__person_id", flat=True)
        return found.first()
