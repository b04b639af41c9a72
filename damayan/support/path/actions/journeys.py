"""Asking to be a supporter, what the desk answers, stepping down, and coming back."""

import json
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people.actions import end_role, grant_role, lay_down_role
from damayan.people.keys import seal_for
from damayan.people.models import Person, Role
from damayan.people.queries import roles_of
from damayan.support.path import rules
from damayan.support.path.actions.moving import (
    close_trial,
    end_steps,
    issue,
    locked,
    move,
    note,
    open_trial,
    tell_person,
)
from damayan.support.path.models import Certificate, Ending, Journey, Side, State
from damayan.support.path.sealing import ANSWER, ASKED

# What the desk may bring about, and what the person reads of it in their notices.
DECISIONS = {
    State.LEARNING: gettext_lazy("Yes. The course is open for you."),
    State.DECLINED: gettext_lazy("There is an answer to your wish to be a supporter."),
    State.SUPPORTER: gettext_lazy("You are a supporter now. Thank you."),
    State.STEPPED_DOWN: gettext_lazy("A coordinator wrote to you about being a supporter."),
}
NEED_WORDS = frozenset({State.DECLINED, State.STEPPED_DOWN})


def apply(
    *, by: Person, why: str, topics: Sequence[str], hours: str, languages: Sequence[str]
) -> Journey:
    """Ask to become a supporter, for the first time or again. Raises Refused."""
    given = {"why": why, "topics": list(topics), "hours": hours}
    values = {
        "asked_sealed": seal_for(by, json.dumps(given).encode(), ASKED),
        "languages": list(languages),
    }
    with transaction.atomic():
        # The account's row, so that two forms at once make one journey.
        Person.objects.select_for_update().get(pk=by.pk)
        known = Journey.objects.select_for_update().filter(person=by).first()
        require(rules.may_apply(known))
        if known is None:
            made = Journey.objects.create(person=by, **values)
            note(made, Side.PERSON, by)
            return made
        known.asked_sealed, known.languages = values["asked_sealed"], list(languages)
        known.answer_sealed = None
        move(known, State.APPLIED, by=by, sides=rules.PERSON)
        return known


@transaction.atomic
def take_back(*, by: Person, journey: Journey) -> Journey:
    """Take one's application back. Raises Refused."""
    kept = locked(journey)
    move(kept, State.TAKEN_BACK, by=by, sides=_own(by, kept))
    return kept


@transaction.atomic
def decide(*, by: Person, journey: Journey, state: str, words: str = "") -> Journey:
    """What a guide or coordinator answers, with words for the person. Raises Refused."""
    if state not in DECISIONS:
        raise Refused(_("This is no longer possible. Look at how it stands now."))
    kept = locked(journey)
    # Who walks the path themselves steps down by another door.
    sides = rules.sides_of(by, kept, roles=roles_of(by), mentor_id=None) - rules.PERSON
    require(rules.may_lead(kept, state, sides))
    before = kept.state
    needs_words = state in NEED_WORDS or (before, state) == (State.VOUCHED, State.LEARNING)
    if needs_words and not words.strip():
        raise Refused(_("Write a few words; they read them."))
    _ending(kept, by, state)
    kept.answer_sealed = _sealed(kept.person, words)
    _becoming(kept, by, state, before)
    move(kept, state, by=by, sides=sides)
    tell_person(kept, DECISIONS[State(state)])
    return kept


def _sealed(person: Person, words: str) -> bytes | None:
    said = words.strip()[: rules.LONGEST_WORDS]
    return seal_for(person, said.encode(), ANSWER) if said else None


def _ending(journey: Journey, by: Person, state: str) -> None:
    """A coordinator ends the role of whose certificate ran out two months ago."""
    if state != State.STEPPED_DOWN:
        return
    if journey.state == State.RENEWAL:
        last = Certificate.objects.filter(journey=journey).first()
        if last is not None and not rules.has_lapsed(last.valid_until):
            raise Refused(_("Their certificate has not run out long enough for this."))
        end_role(by=by, person=journey.person, role=Role.SUPPORTER)
        end_steps(journey.person)
        journey.stepped_down_at = now()


def _becoming(journey: Journey, by: Person, state: str, before: str) -> None:
    """The role, and with a trial behind them the certificate."""
    if state != State.SUPPORTER:
        return
    grant_role(by=by, person=journey.person, role=Role.SUPPORTER)
    journey.supporter_at = journey.supporter_at or now()
    if before == State.VOUCHED:
        issue(journey)


@transaction.atomic
def step_down(*, by: Person, journey: Journey) -> Journey:
    """Stop, at any point of the path; the role ends, a certificate stays. Raises Refused."""
    kept = locked(journey)
    helped = kept.is_helping
    move(kept, State.STEPPED_DOWN, by=by, sides=_own(by, kept))
    close_trial(open_trial(kept), Ending.LEFT)
    if helped:
        kept.stepped_down_at = now()
        kept.save(update_fields=["stepped_down_at"])
        lay_down_role(by=by, role=Role.SUPPORTER)
        end_steps(by)
    return kept


@transaction.atomic
def ask_back(*, by: Person, journey: Journey) -> Journey:
    """Ask to come back within a year, without the course. Raises Refused."""
    kept = locked(journey)
    if kept.person_id == by.pk:
        require(rules.may_return(kept))
    kept.answer_sealed = None
    move(kept, State.RETURNING, by=by, sides=_own(by, kept))
    return kept


def _own(by: Person, journey: Journey) -> frozenset[Side]:
    return rules.sides_of(by, journey, roles=frozenset(), mentor_id=None)
