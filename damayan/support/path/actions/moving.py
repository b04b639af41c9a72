"""How a journey moves: locked, checked against the table, noted. Every verb goes through here."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.support.path import rules
from damayan.support.path.models import (
    Certificate,
    Ending,
    Journey,
    JourneyEvent,
    Side,
    Step,
    StepState,
    Trial,
)


def locked(journey: Journey) -> Journey:
    """The row as it stands, held until the transaction ends."""
    found = Journey.objects.select_for_update(of=("self",)).select_related("person")
    return found.get(pk=journey.pk)


def move(journey: Journey, state: str, *, by: Person | None, sides: Collection[Side]) -> None:
    """Lead a locked journey into ``state`` and note on whose word. Raises Refused."""
    require(rules.may_lead(journey, state, sides))
    side = next(one for one in Side if one in rules.WAYS[journey.state][state] and one in sides)
    journey.state, journey.changed_at = state, now()
    journey.save()
    note(journey, side, by)


def note(journey: Journey, side: Side, by: Person | None) -> None:
    """Write down that the journey is now in its state."""
    JourneyEvent.objects.create(journey=journey, state=journey.state, side=side, by=by)


def open_trial(journey: Journey) -> Trial | None:
    """The running or waiting trial, locked after its journey."""
    found = Trial.objects.select_for_update(of=("self",)).select_related("group")
    return found.filter(journey=journey, ended_at=None).first()


def close_trial(trial: Trial | None, how: Ending) -> None:
    """End a trial, whatever its journey does next."""
    if trial is not None:
        trial.ended_at, trial.ended_how = now(), how
        trial.save()


def issue(journey: Journey, *, after: Any = None) -> Certificate:
    """A certificate for a year from today, or from the day ``after`` if that is later."""
    begins = max(timezone.localdate(), after or timezone.localdate())
    until = begins + timedelta(days=rules.VALID_FOR_DAYS)
    return Certificate.objects.create(journey=journey, valid_until=until)


def end_steps(person: Person) -> None:
    """Further steps end with being a supporter."""
    held = Step.objects.filter(person=person, state__in=[StepState.ASKED, StepState.GRANTED])
    held.update(state=StepState.ENDED, ended_at=now())


def tell_person(journey: Journey, text: Any) -> None:
    """Tell whose path it is; each step once."""
    tell_one(journey.person_id, text, f"path:{journey.key}:{journey.state}", reverse("path:path"))


def tell_one(person_id: int, text: Any, cause: str, url: str) -> None:
    """Tell somebody of this part, once for this moment."""
    moment = f"{now():%Y%m%dT%H%M%S%f}"
    tell(person_id=person_id, kind=Kind.SUPPORT, text=text, url=url, cause=f"{cause}:{moment}")
