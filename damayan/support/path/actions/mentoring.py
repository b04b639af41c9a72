"""What a mentor does: begin a trial, write to the trainee, end it in one of three ways."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people.keys import seal_for
from damayan.people.models import Person
from damayan.support.path import queries, rules
from damayan.support.path.actions.moving import (
    close_trial,
    locked,
    move,
    open_trial,
    tell_person,
)
from damayan.support.path.actions.trials import wait_again
from damayan.support.path.models import Ending, Journey, Note, State, Trial
from damayan.support.path.sealing import ANSWER, NOTE

_GONE = gettext_lazy("This is no longer possible. Look at how it stands now.")


@transaction.atomic
def begin_trial(*, by: Person, trial: Trial) -> Trial:
    """Become the mentor of somebody who waits; of two at once only one does. Raises Refused."""
    journey, kept = _both(trial)
    if kept.mentor_id is not None or journey.state != State.READY:
        raise Refused(_("Another mentor has just said yes. Thank you."))
    require(
        rules.may_mentor(
            by,
            journey,
            is_mentor=queries.mentors_in(by, kept.group),
            in_contact=queries.in_contact(by, journey.person, kept.group),
        )
    )
    kept.mentor, kept.started_at = by, now()
    kept.until = now() + rules.TRIAL_LENGTH
    kept.save()
    move(journey, State.TRIAL, by=by, sides=rules.MENTOR)
    tell_person(journey, gettext_lazy("A mentor reads along with you now."))
    return kept


@transaction.atomic
def write_note(*, by: Person, trial: Trial, words: str, form_key: str) -> Note:
    """A few words to the trainee; the same ``form_key`` twice makes one. Raises Refused."""
    journey, kept = _mine(by, trial)
    sealed = seal_for(journey.person, words[: rules.LONGEST_WORDS].encode(), NOTE)
    made, is_new = Note.objects.get_or_create(
        trial=kept, form_key=form_key, defaults={"words_sealed": sealed}
    )
    if is_new:
        tell_person(journey, gettext_lazy("Your mentor wrote to you."))
    return made


@transaction.atomic
def lengthen(*, by: Person, trial: Trial) -> Trial:
    """Two weeks more. Raises Refused."""
    journey, kept = _mine(by, trial)
    kept.until = max(now(), kept.until or now()) + timedelta(days=rules.TRIAL_LENGTH.days)
    kept.save()
    tell_person(journey, gettext_lazy("Your mentor reads along for two weeks more."))
    return kept


@transaction.atomic
def end_trial(*, by: Person, trial: Trial, state: str, words: str) -> Journey:
    """Say yes (VOUCHED) or not yet (LEARNING), with words for the trainee. Raises Refused."""
    journey, kept = _mine(by, trial)
    if state not in {State.VOUCHED, State.LEARNING}:
        raise Refused(str(_GONE))
    if not words.strip():
        raise Refused(_("Write a few words; they read them."))
    if state == State.VOUCHED:
        count = queries.answers_in(kept).count()
        require(rules.may_vouch(count, kept.started_at))
    said = words.strip()[: rules.LONGEST_WORDS].encode()
    journey.answer_sealed = seal_for(journey.person, said, ANSWER)
    move(journey, state, by=by, sides=rules.MENTOR)
    close_trial(kept, Ending.VOUCHED if state == State.VOUCHED else Ending.NOT_YET)
    tell_person(journey, gettext_lazy("Your mentor wrote to you."))
    return journey


@transaction.atomic
def hand_back(*, by: Person, trial: Trial) -> Trial:
    """Let another mentor go on. Raises Refused."""
    journey, _kept = _mine(by, trial)
    move(journey, State.READY, by=by, sides=rules.MENTOR)
    tell_person(journey, gettext_lazy("Your mentor had to stop. We look for another one."))
    return wait_again(journey, Ending.HANDED_BACK)


def release(person: Person) -> None:
    """Whoever this mentor reads along with waits for another; when an account is erased."""
    for trial in Trial.objects.filter(mentor=person, ended_at=None).order_by("journey_id"):
        journey, kept = _both(trial)
        if kept.mentor_id == person.pk and journey.state == State.TRIAL:
            move(journey, State.READY, by=None, sides=rules.SYSTEM)
            wait_again(journey, Ending.HANDED_BACK)


def _both(trial: Trial) -> tuple[Journey, Trial]:
    """The journey first, then its open trial, both locked."""
    journey = locked(Journey(pk=trial.journey_id))
    kept = open_trial(journey)
    if kept is None or kept.pk != trial.pk:
        raise Refused(str(_GONE))
    return journey, kept


def _mine(by: Person, trial: Trial) -> tuple[Journey, Trial]:
    journey, kept = _both(trial)
    known = kept.mentor_id == by.pk and journey.state == State.TRIAL
    if not known or not queries.in_contact(by, journey.person, kept.group):
        raise Refused(str(_GONE))
    return journey, kept
