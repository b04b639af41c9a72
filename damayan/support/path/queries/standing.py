"""Where somebody stands on their path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.groups.models import Group
from damayan.people.models import Person
from damayan.support.path import course, rules
from damayan.support.path.models import (
    Certificate,
    Journey,
    Progress,
    State,
    Step,
    StepKind,
    StepState,
    Trial,
)
from damayan.support.path.opening import opened, opened_all
from damayan.support.path.queries.mentoring import answers_in, is_mentor_anywhere
from damayan.support.path.sealing import ANSWER, NOTE, STEP_ANSWER

_VALID = timedelta(days=rules.VALID_FOR_DAYS)


def journey_of(person: Person) -> Journey | None:
    """A person's path, whatever its state; one query."""
    return Journey.objects.filter(person=person).first()


def progress_of(person: Person) -> dict[str, Progress]:
    """How far they are, by module; one query."""
    return {one.module: one for one in Progress.objects.filter(person=person)}


def passed_lately(person: Person) -> set[str]:
    """Modules whose check they passed within the last year."""
    found = Progress.objects.filter(person=person, passed_at__gt=now() - _VALID)
    return set(found.values_list("module", flat=True))


def certificate_of(person: Person) -> Certificate | None:
    """The latest one, whether still valid or not."""
    return Certificate.objects.filter(journey__person=person).first()


def certificate_called(code: str) -> Certificate | None:
    """By the code that stands on it."""
    return Certificate.objects.filter(code=code[:16]).first()


def groups_for_trial(person: Person) -> QuerySet[Group]:
    """Groups that they are in now."""
    return Group.objects.joined_by(person).filter(archived_at=None).order_by("slug")


def answer_words(journey: Journey) -> str:
    """What the desk or the mentor wrote last; for the person themselves."""
    return opened(journey.person, journey.answer_sealed, ANSWER)


def step_of(person: Person, kind: str) -> Step | None:
    """The latest that they asked for of this kind."""
    return Step.objects.filter(person=person, kind=kind).order_by("-pk").first()


def step_answer(person: Person, step: Step) -> str:
    """What the coordinator wrote; for the person themselves."""
    return opened(person, step.answer_sealed, STEP_ANSWER)


@dataclass(frozen=True)
class Standing:
    """All that the page of one's own path shows."""

    journey: Journey | None
    answer: str
    passed: Sequence[str]
    trial: Trial | None
    answers: int
    notes: Sequence[tuple[datetime, str]]
    certificate: Certificate | None
    granted: Sequence[str]
    mentors: bool

    @property
    def modules(self) -> int:
        return len(course.slugs())

    @property
    def may_renew(self) -> bool:
        return self.journey is not None and self.journey.state == State.RENEWAL

    @property
    def may_return(self) -> bool:
        return self.journey is not None and bool(rules.may_return(self.journey))


def standing(person: Person) -> Standing:
    """Ten queries at most."""
    journey = journey_of(person)
    trial = _trial(journey)
    progress = progress_of(person)
    since = _since(journey, certificate := certificate_of(person))
    passed = [
        slug
        for slug, one in progress.items()
        if one.passed_at and timezone.localdate(one.passed_at) >= since
    ]
    granted = Step.objects.filter(person=person, state=StepState.GRANTED)
    kinds = list(granted.values_list("kind", flat=True))
    return Standing(
        journey=journey,
        answer=opened(person, journey.answer_sealed, ANSWER) if journey else "",
        passed=passed,
        trial=trial,
        answers=answers_in(trial).count() if trial and trial.started_at else 0,
        notes=_notes(person, journey),
        certificate=certificate,
        granted=kinds,
        mentors=StepKind.MENTOR in kinds or is_mentor_anywhere(person),
    )


def _since(journey: Journey | None, certificate: Certificate | None) -> date:
    """From which day on a passed check counts for what comes next."""
    if journey is None or journey.state != State.RENEWAL or certificate is None:
        return timezone.localdate(now() - _VALID)
    return certificate.valid_until - timedelta(days=rules.REFRESH_DAYS)


def _trial(journey: Journey | None) -> Trial | None:
    if journey is None:
        return None
    found = Trial.objects.filter(journey=journey, ended_at=None)
    return found.select_related("group", "journey").first()


def _notes(person: Person, journey: Journey | None) -> list[tuple[datetime, str]]:
    """What mentors wrote, latest first."""
    if journey is None:
        return []
    from damayan.support.path.models import Note

    found = list(Note.objects.filter(trial__journey=journey).order_by("-at", "-id")[:30])
    words = opened_all(person, [one.words_sealed for one in found], NOTE)
    return [(one.at, said) for one, said in zip(found, words, strict=True)]
