"""The states of a path, who may lead from one to the next, and why not.

docs/state-machines/path.md shows the same tables, and a test holds the two together.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Person, Role
from damayan.support.path.models import Journey, Side, State, Step, StepState

PERSON, DESK, MENTOR = frozenset({Side.PERSON}), frozenset({Side.DESK}), frozenset({Side.MENTOR})
COORDINATOR, SYSTEM = frozenset({Side.COORDINATOR}), frozenset({Side.SYSTEM})

WAYS: Mapping[str, Mapping[str, frozenset[Side]]] = {
    State.APPLIED: {State.DECLINED: DESK, State.LEARNING: DESK, State.TAKEN_BACK: PERSON},
    State.DECLINED: {State.APPLIED: PERSON},
    State.TAKEN_BACK: {State.APPLIED: PERSON},
    State.LEARNING: {State.READY: PERSON, State.STEPPED_DOWN: PERSON},
    State.READY: {State.TRIAL: MENTOR, State.LEARNING: PERSON, State.STEPPED_DOWN: PERSON},
    State.TRIAL: {
        State.VOUCHED: MENTOR,
        State.LEARNING: MENTOR,
        State.READY: MENTOR | PERSON | SYSTEM,
        State.STEPPED_DOWN: PERSON,
    },
    State.VOUCHED: {
        State.SUPPORTER: COORDINATOR,
        State.LEARNING: COORDINATOR,
        State.STEPPED_DOWN: PERSON,
    },
    State.SUPPORTER: {State.RENEWAL: SYSTEM, State.STEPPED_DOWN: PERSON | SYSTEM},
    State.RENEWAL: {
        State.SUPPORTER: PERSON,
        State.STEPPED_DOWN: PERSON | COORDINATOR | SYSTEM,
    },
    State.STEPPED_DOWN: {State.RETURNING: PERSON, State.APPLIED: PERSON},
    State.RETURNING: {State.SUPPORTER: COORDINATOR, State.STEPPED_DOWN: PERSON | COORDINATOR},
}

STEP_WAYS: Mapping[str, Mapping[str, frozenset[Side]]] = {
    StepState.ASKED: {
        StepState.GRANTED: COORDINATOR,
        StepState.DECLINED: COORDINATOR,
        StepState.ENDED: PERSON | SYSTEM,
    },
    StepState.GRANTED: {StepState.ENDED: PERSON | COORDINATOR | SYSTEM},
    StepState.DECLINED: {},
    StepState.ENDED: {},
}

LONGEST_WORDS = 2000
AGAIN_AFTER = timedelta(days=30)
TRIAL_ANSWERS, TRIAL_LENGTH = 5, timedelta(days=14)
VALID_FOR_DAYS, REMIND_DAYS, LAPSED_DAYS = 365, 30, 60
# Checks passed this long before the last day, or later, count for the next year.
REFRESH_DAYS = 60
BACK_WITHIN = timedelta(days=365)
STEP_AFTER = timedelta(days=90)


def may_read(roles: frozenset[str]) -> Verdict:
    """Applications are read by guides and coordinators of the installation."""
    if roles & {Role.GUIDE, Role.COORDINATOR}:
        return YES
    return no(_("Only guides and coordinators can do this."))


def sides_of(
    person: Person, journey: Journey, *, roles: frozenset[str], mentor_id: int | None
) -> frozenset[Side]:
    """On which sides somebody stands. Nobody decides about themselves, whatever their roles."""
    if journey.person_id == person.pk:
        return PERSON
    sides = set(MENTOR) if mentor_id == person.pk else set()
    if roles & {Role.GUIDE, Role.COORDINATOR}:
        sides |= DESK
    if Role.COORDINATOR in roles:
        sides |= COORDINATOR
    return frozenset(sides)


def may_lead(journey: Journey, state: str, sides: Collection[Side]) -> Verdict:
    """May somebody on these sides bring the journey into ``state`` now?"""
    allowed = WAYS[journey.state].get(state)
    if allowed is None:
        return no(_("This is no longer possible. Look at how it stands now."))
    if allowed.isdisjoint(sides):
        return no(_("Somebody else decides this."))
    return YES


def may_apply(journey: Journey | None) -> Verdict:
    """For the first time, or again: a month after a no, at any time after anything else."""
    if journey is None:
        return YES
    if journey.state == State.DECLINED and journey.changed_at + AGAIN_AFTER > now():
        return no(_("You can ask again a month after the last answer."))
    return may_lead(journey, State.APPLIED, PERSON)


def may_start_trial(passed: Collection[str], modules: Collection[str]) -> Verdict:
    """After all checks of the course."""
    if set(modules) <= set(passed):
        return YES
    return no(_("Finish the course first. You can go on where you stopped."))


def may_mentor(person: Person, journey: Journey, *, is_mentor: bool, in_contact: bool) -> Verdict:
    """Nobody mentors themselves, nor somebody with whom contact is closed."""
    if not is_mentor or not in_contact or journey.person_id == person.pk:
        return no(_("This is not here for you."))
    return YES


def may_vouch(answers: int, started_at: datetime | None) -> Verdict:
    """After five answers, or after two weeks with at least one."""
    waited = started_at is not None and started_at + TRIAL_LENGTH <= now()
    if answers >= TRIAL_ANSWERS or (waited and answers):
        return YES
    return no(_("Read five of their answers first, or what there is after two weeks."))


def may_renew(passed_at: Collection[datetime | None], valid_until: date) -> Verdict:
    """All checks once more, within the two months before the last day or later."""
    since = valid_until - timedelta(days=REFRESH_DAYS)
    if passed_at and all(one and timezone.localdate(one) >= since for one in passed_at):
        return YES
    return no(_("Take the check of each part once more. You need not read the pages again."))


def has_lapsed(valid_until: date) -> bool:
    """Two months past the last day, when a coordinator may end the role."""
    return valid_until + timedelta(days=LAPSED_DAYS) < timezone.localdate()


def may_return(journey: Journey) -> Verdict:
    """Within a year of stepping down, by somebody who was a supporter."""
    left = journey.stepped_down_at
    if journey.supporter_at is None or left is None or left + BACK_WITHIN < now():
        return no(_("It has been more than a year. Ask anew; you know most of the course."))
    return may_lead(journey, State.RETURNING, PERSON)


def may_step_further(journey: Journey | None, held: Step | None) -> Verdict:
    """Hosts and mentors have been supporters for three months. ``held``: asked for or granted."""
    if held is not None:
        return no(_("You asked for this already."))
    if journey is None or not journey.is_helping or journey.supporter_at is None:
        return no(_("This is a step for supporters."))
    if journey.supporter_at + STEP_AFTER > now():
        return no(_("Ask when you have been a supporter for three months."))
    return YES


def may_lead_step(step: Step, state: str, sides: Collection[Side]) -> Verdict:
    """May somebody on these sides bring the further step into ``state`` now?"""
    allowed = STEP_WAYS[step.state].get(state)
    if allowed is None or allowed.isdisjoint(sides):
        return no(_("This is no longer possible. Look at how it stands now."))
    return YES
