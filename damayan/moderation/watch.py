"""Who is told when somebody may need help now, and who next when nobody comes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.groups.queries import guided_slugs
from damayan.moderation.queries.guides import coordinators, guides_of
from damayan.moderation.queries.resting import free_guides
from damayan.moderation.rules import holder_of
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.safety import alarms
from damayan.safety.alarms import ASKED, LEFT, NEXT, RAISED, WAITING
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of

_NOW = _("Somebody may need help now. Please look, and say that you are looking after it.")
_WORDS = {
    RAISED: _NOW,
    NEXT: _NOW,
    WAITING: _("Somebody may need help now, and no guide has taken it up yet. Please look."),
    ASKED: _("Somebody whose words worried us asks that a guide writes to them."),
    LEFT: _(
        "Somebody may need help now, and the guide who looked after it is no longer there. Please "
        "look."
    ),
}
__all__ = ["alert", "call_again", "coordinators", "guides_of", "is_a_guide", "watch_claim"]
# A page that renews its claim in the last second is not gone.
_GRACE = timedelta(seconds=5)


@transaction.atomic
def alert(key: str, why: str, turn: str = "") -> None:
    """Tell the guides of the place about a concern; each once per ``why`` and ``turn``.

    RAISED goes to those on shift who may be offered a case, or to all when there is none; NEXT to
    all the others, WAITING to the coordinators, each unless a guide looks after it by then. LEFT
    waits for the claim that began at ``turn`` to run out. ASKED is told even when it is closed.
    The author of the words is never told, being a guide or not.
    """
    concern = Concern.objects.filter(key=key).first()
    if concern is None or (concern.closed_at and why != ASKED):
        return
    if why == LEFT and not _has_left(concern, turn):
        return
    if why in {NEXT, WAITING} and holder_of(concern):
        return
    _tell(concern, why, turn)


def watch_claim(concern: Concern) -> None:
    """Have it noticed when a guide who took up an urgent concern does not come back to it."""
    if _is_alarming(concern) and concern.taken_at and concern.held_until:
        at, turn = concern.held_until + _GRACE, turn_of(concern.taken_at)
        alarms.alert_later(concern, LEFT, at=at, turn=turn)


def call_again(concern: Concern, why: str = LEFT) -> None:
    """An urgent concern is free again: tell the guides, and let it climb from the beginning."""
    if not _is_alarming(concern) or concern.closed_at:
        return
    moment = now()
    alarms.alert_later(concern, why, at=moment, turn=f"free:{turn_of(moment)}")


def _is_alarming(concern: Concern) -> bool:
    """What was said long ago elsewhere alarms nobody, taken up or not."""
    return concern.level >= Concern.Level.URGENT and concern.alarmed_at is not None


def turn_of(moment: datetime) -> str:
    """A moment as the name of a turn."""
    return str(int(moment.timestamp() * 1000))


def _has_left(concern: Concern, turn: str) -> bool:
    """Whether a claim ran out; one that still holds is looked at again when it ends."""
    if turn.startswith("free:"):
        return not holder_of(concern)
    if concern.taken_at is None or turn_of(concern.taken_at) != turn:
        return False
    if holder_of(concern):
        watch_claim(concern)
        return False
    return True


def _tell(concern: Concern, why: str, turn: str) -> None:
    subject = subject_of(concern.subject_kind)
    author = subject.author_id(concern.subject_key) if subject else None
    # Who was told first is not told the same again when the others are.
    cause = f"alert:{concern.key}:{RAISED if why == NEXT else why}"
    for person_id in sorted(_whom(concern, why, author) - {author}):
        tell(
            person_id=person_id,
            kind=Kind.ALERT,
            text=_WORDS[why],
            url=reverse("moderation:concern", args=[concern.key]),
            cause=f"{cause}:{turn}" if turn else cause,
        )
    if why == LEFT:
        _climb(concern, WAITING, settings.CLIMB_MINUTES, turn)


def _whom(concern: Concern, why: str, author: int | None) -> set[int]:
    everybody = guides_of(concern.group_slug)
    if why == WAITING:
        return coordinators() or everybody
    if why != RAISED:
        return everybody
    first = (everybody & free_guides()) - {author}
    if first:
        _climb(concern, NEXT, settings.CLIMB_MINUTES / 2)
    return first or everybody


def _climb(concern: Concern, why: str, minutes: float, turn: str = "") -> None:
    alarms.alert_later(concern, why, at=now() + timedelta(minutes=minutes), turn=turn)


def is_a_guide(person: Person) -> bool:
    """Whether alerts may ever reach this person."""
    slugs = guided_slugs(person)
    return slugs is None or bool(slugs)
