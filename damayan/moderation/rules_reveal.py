"""Break-glass: who may ask, answer, see and look again, and why not. docs/decisions/0014"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.moderation.models import BreakGlass
from damayan.moderation.revealing import FIELDS
from damayan.people.models import Person
from damayan.safety.models import Concern

SHORTEST_REASON = 20
SHORTEST_WORDS = 10
LONGEST_REASON = 1000


class State(StrEnum):
    """Where a wish stands; OPEN ends by itself."""

    WAITING = "waiting"
    VOID = "void"
    REFUSED = "refused"
    OPEN = "open"
    OVER = "over"


def state_of(reveal: BreakGlass, at: datetime | None = None) -> State:
    """Where it stands at ``at`` (now), whether or not the job that voids it has run."""
    moment = at or now()
    if reveal.answered_at is None:
        return State.WAITING if moment < reveal.void_at else State.VOID
    if not reveal.approved:
        return State.REFUSED if reveal.answered_at < reveal.void_at else State.VOID
    return State.OPEN if reveal.open_until and moment < reveal.open_until else State.OVER


def answer_within() -> timedelta:
    """How long a wish waits for a second person."""
    return timedelta(minutes=settings.REVEAL_ANSWER_MINUTES)


def open_for_as_long() -> timedelta:
    """How long the fields can be seen once approved."""
    return timedelta(minutes=settings.REVEAL_OPEN_MINUTES)


def may_ask(
    person: Person, concern: Concern, *, subject_id: int | None, standing: BreakGlass | None
) -> Verdict:
    """For an open urgent case of somebody else; one wish at a time."""
    if concern.closed_at is not None:
        return no(_("This is closed already."))
    if concern.level < Concern.Level.URGENT:
        return no(_("This is only for danger to life, and this case is not urgent."))
    if subject_id is None:
        return no(_("Nobody is behind these words any more."))
    if subject_id == person.pk:
        return no(_("This is about something of your own. Another guide decides."))
    if standing is not None and state_of(standing) == State.WAITING:
        return no(_("Somebody has asked already. It waits for a second person."))
    return YES


def may_be_asked(
    fields: Collection[str], reason: str, tell_days: int | None, untold_reason: str
) -> Verdict:
    """What must stand in a wish."""
    if not fields or not set(fields) <= FIELDS.keys():
        return no(_("Choose what you need to see."))
    if len(reason.strip()) < SHORTEST_REASON:
        return no(_("Write down what makes you fear for their life."))
    return may_stay_untold(tell_days, untold_reason)


def may_stay_untold(tell_days: int | None, untold_reason: str) -> Verdict:
    """The member is told, unless somebody writes why that would endanger them."""
    if tell_days is None and len(untold_reason.strip()) < SHORTEST_WORDS:
        return no(_("Write down why telling them would put them in danger."))
    return YES


def may_answer(person: Person, reveal: BreakGlass) -> Verdict:
    """A second person, in time: neither who asked nor whom it is about."""
    if person.pk == reveal.asked_by_id:
        return no(_("You asked. Another person answers."))
    if person.pk == reveal.person_id:
        return no(_("This is about something of your own. Another guide decides."))
    state = state_of(reveal)
    if state == State.VOID:
        return no(_("Nobody answered in time. Whoever needs it still can ask again."))
    if state != State.WAITING:
        return no(_("Another person has answered already."))
    if reveal.person_id is None:
        return no(_("This account no longer exists."))
    return YES


def may_see(person: Person, reveal: BreakGlass) -> Verdict:
    """Who asked and who approved, while it is open."""
    if state_of(reveal) != State.OPEN:
        return no(_("This is no longer open."))
    if person.pk not in (reveal.asked_by_id, reveal.answered_by_id):
        return no(_("Only who asked and who approved can see it."))
    if reveal.person_id is None:
        return no(_("This account no longer exists."))
    return YES


def may_review(person: Person, reveal: BreakGlass, *, coordinates: bool) -> Verdict:
    """A coordinator who took no part looks again at not telling the member."""
    if not coordinates:
        return no(_("Only a coordinator can do this."))
    if person.pk in (reveal.asked_by_id, reveal.answered_by_id, reveal.person_id):
        return no(_("You took part in this. Another coordinator looks again."))
    if not reveal.approved or reveal.tell_days is not None or reveal.told_at:
        return no(_("There is nothing to look at again."))
    return no(_("Somebody looked again already.")) if reveal.reviewed_at else YES
