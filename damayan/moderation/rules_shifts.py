"""Who may plan, take, give back, begin and end shifts, and why not."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from damayan.foundation.clock import coming, now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.moderation.models import Shift
from damayan.people.models import Person

SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=12)
# A guide who comes early may begin; before this it is another hour.
EARLY = timedelta(minutes=30)
MOST_WEEKS = 26
FARTHEST = timedelta(days=366)


def may_last(starts_at: datetime, ends_at: datetime) -> Verdict:
    """Whether these are hours that somebody can promise."""
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        return no(_("A shift lasts between half an hour and 12 hours."))
    if ends_at <= now():
        return no(_("These hours are over already."))
    if starts_at > now() + FARTHEST:
        return no(_("This is more than a year ahead."))
    return YES


def may_plan_for(person: Person, guide_id: int | None, *, coordinates: bool) -> Verdict:
    """Coordinators plan for everybody; a guide offers hours of their own."""
    if coordinates or guide_id == person.pk:
        return YES
    return no(_("Only a coordinator plans for others."))


def may_be_at_once(overlapping: Shift | None) -> Verdict:
    """Nobody is in two shifts; different guides may be here at the same time."""
    if overlapping is None:
        return YES
    when = {"when": coming(overlapping.starts_at, now())}
    return no(_("There is a shift at that time already: %(when)s.") % when)


def may_take(shift: Shift) -> Verdict:
    """A free shift that is not over goes to whoever takes it first."""
    if shift.cancelled_at or shift.ends_at <= now():
        return no(_("This shift is no longer planned."))
    if shift.guide_id is not None:
        return no(_("Another guide took this shift a moment ago."))
    return YES


def may_give_back(person: Person, shift: Shift) -> Verdict:
    """One's own, before it has begun."""
    if shift.guide_id != person.pk:
        return no(_("This is not your shift."))
    if shift.begun_at or shift.cancelled_at or shift.ends_at <= now():
        return no(_("This shift has begun or is over."))
    return YES


def may_cancel(shift: Shift, *, coordinates: bool) -> Verdict:
    """A coordinator, before it has begun."""
    if not coordinates:
        return no(_("Only a coordinator can do this."))
    if shift.begun_at or shift.cancelled_at:
        return no(_("This shift has begun or is over."))
    return YES


def may_begin(person: Person, shift: Shift, *, current: Shift | None) -> Verdict:
    """One's own, from half an hour before its start until its end."""
    moment = now()
    if shift.guide_id != person.pk:
        return no(_("This is not your shift."))
    if shift.cancelled_at or shift.ended_at or shift.ends_at <= moment:
        return no(_("This shift is over."))
    if shift.starts_at - EARLY > moment:
        return no(_("You can begin half an hour before it starts."))
    if current is not None:
        return no(_("You are here already."))
    return YES


def may_end(person: Person, shift: Shift) -> Verdict:
    """One's own that has begun."""
    if shift.guide_id != person.pk or shift.begun_at is None:
        return no(_("This is not your shift."))
    return no(_("This shift is over.")) if shift.ended_at else YES
