"""Further steps: circle host and mentor."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people.keys import seal_for
from damayan.people.models import Person, Role
from damayan.people.queries import holds
from damayan.support.path import rules
from damayan.support.path.actions.mentoring import release
from damayan.support.path.actions.moving import tell_one
from damayan.support.path.models import Journey, Step, StepKind, StepState
from damayan.support.path.sealing import STEP, STEP_ANSWER


@transaction.atomic
def ask_step(*, by: Person, kind: str, words: str) -> Step:
    """Ask to be a circle host or mentor. Raises Refused."""
    journey = Journey.objects.select_for_update().filter(person=by).first()
    running = [StepState.ASKED, StepState.GRANTED]
    held = Step.objects.filter(person=by, kind=kind, state__in=running).first()
    require(rules.may_step_further(journey, held))
    said = words.strip()[: rules.LONGEST_WORDS].encode()
    return Step.objects.create(
        person=by, kind=StepKind(kind), words_sealed=seal_for(by, said, STEP)
    )


@transaction.atomic
def decide_step(*, by: Person, step: Step, state: str, words: str = "") -> Step:
    """A coordinator's yes, no, or end, with words for a no. Raises Refused."""
    kept = _locked(step)
    known = holds(by, Role.COORDINATOR) and kept.person_id != by.pk
    require(rules.may_lead_step(kept, state, rules.COORDINATOR if known else ()))
    said = words.strip()[: rules.LONGEST_WORDS]
    if state != StepState.GRANTED and not said:
        raise Refused(_("Write a few words; they read them."))
    kept.answer_sealed = seal_for(kept.person, said.encode(), STEP_ANSWER) if said else None
    kept.decided_at, kept.decided_by = now(), by
    _move(kept, state)
    words_of = gettext_lazy("There is an answer to the step that you asked for.")
    tell_one(kept.person_id, words_of, f"step:{kept.key}", reverse("path:step", args=[kept.kind]))
    return kept


@transaction.atomic
def give_back_step(*, by: Person, step: Step) -> Step:
    """Lay a further step down, or take the wish back. Raises Refused."""
    kept = _locked(step)
    known = kept.person_id == by.pk
    require(rules.may_lead_step(kept, StepState.ENDED, rules.PERSON if known else ()))
    _move(kept, StepState.ENDED)
    return kept


def _locked(step: Step) -> Step:
    found = Step.objects.select_for_update(of=("self",)).select_related("person")
    return found.get(pk=step.pk)


def _move(step: Step, state: str) -> None:
    was_mentor = step.kind == StepKind.MENTOR and step.state == StepState.GRANTED
    step.state = state
    if state == StepState.ENDED:
        step.ended_at = now()
    step.save()
    if state == StepState.ENDED and was_mentor:
        release(step.person)
