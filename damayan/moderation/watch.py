"""Who is told when somebody may need help now."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from damayan.groups.models import GroupRole
from damayan.groups.queries import guided_slugs
from damayan.groups.rules import OVERSEERS
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person, Role, RoleGrant
from damayan.safety.alarms import ASKED, RAISED, WAITING
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of

_WORDS = {
    RAISED: _("Somebody may need help now. Please look, and say that you are looking after it."),
    WAITING: _("Somebody may need help now, and no guide has taken it up yet. Please look."),
    ASKED: _("Somebody whose words worried us asks that a guide writes to them."),
}


@transaction.atomic
def alert(key: str, why: str) -> None:
    """Tell all guides of the place about a concern; once each per ``why``.

    WAITING climbs to the coordinators, unless a guide has taken it up by then. ASKED is told even
    when the concern is closed. The author of the words is never told, being a guide or not.
    """
    concern = Concern.objects.filter(key=key).first()
    waiting = why == WAITING
    if concern is None or (concern.closed_at and why != ASKED):
        return
    if waiting and concern.taken_at is not None:
        return
    told = (waiting and coordinators()) or guides_of(concern.group_slug)
    subject = subject_of(concern.subject_kind)
    author = subject.author_id(concern.subject_key) if subject else None
    for person_id in sorted(told - {author}):
        tell(
            person_id=person_id,
            kind=Kind.ALERT,
            text=_WORDS[why],
            url=reverse("moderation:concern", args=[key]),
            cause=f"alert:{key}:{why}",
        )


def guides_of(slug: str) -> set[int]:
    """Who may look at a concern there: the group's guides, and those of the whole installation."""
    here = GroupRole.objects.filter(group__slug=slug, role=Role.GUIDE, ended_at=None)
    everywhere = RoleGrant.objects.filter(role__in=OVERSEERS, ended_at=None)
    return {
        *here.values_list("person_id", flat=True),
        *everywhere.values_list("person_id", flat=True),
    }


def coordinators() -> set[int]:
    """The coordinators of the installation."""
    held = RoleGrant.objects.filter(role=Role.COORDINATOR, ended_at=None)
    return set(held.values_list("person_id", flat=True))


def is_a_guide(person: Person) -> bool:
    """Whether alerts may ever reach this person."""
    slugs = guided_slugs(person)
    return slugs is None or bool(slugs)
