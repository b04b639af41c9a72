"""The desk: who asked, who is vouched for, who asks to come back, whose certificate ran out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from damayan.foundation.languages import named
from damayan.foundation.paging import Page, page_of
from damayan.people.models import Person
from damayan.stories.vocabulary import Topic
from damayan.support.path import rules
from damayan.support.path.models import Journey, State, Step, StepState
from damayan.support.path.opening import opened
from damayan.support.path.sealing import ASKED, STEP

_SHOWN = 30
WAITING = (State.APPLIED, State.VOUCHED, State.RETURNING)


def waiting(*, after: str = "", before: str = "") -> Page[Journey]:
    """Who waits for an answer of the desk, longest first."""
    rows = Journey.objects.filter(state__in=WAITING)
    return page_of(
        rows, by="changed_at", size=_SHOWN, after=after, before=before, newest_first=False
    )


def lapsed() -> QuerySet[Journey]:
    """Supporters whose certificate ran out two months ago, longest first."""
    day = timezone.localdate() - timedelta(days=rules.LAPSED_DAYS)
    found = Journey.objects.filter(state=State.RENEWAL)
    found = found.annotate(last_day=Max("certificates__valid_until")).filter(last_day__lt=day)
    return found.order_by("last_day", "pk")[:_SHOWN]


def steps_asked() -> QuerySet[Step]:
    """Further steps that wait for a coordinator, longest first."""
    return Step.objects.filter(state=StepState.ASKED).order_by("asked_at", "id")[:_SHOWN]


@dataclass(frozen=True)
class Asked:
    """An application, opened for somebody who may read it. It names nobody."""

    journey: Journey
    why: str
    topics: Sequence[str]
    hours: str
    languages: Sequence[str]


def application(journey: Journey) -> Asked:
    """Needs ``journey.person``; one query."""
    words = opened(journey.person, journey.asked_sealed, ASKED)
    given: dict[str, Any] = {"why": "", "topics": [], "hours": ""}
    given |= json.loads(words or "{}")
    return Asked(
        journey=journey,
        why=given["why"],
        topics=[str(Topic(one).label) for one in given["topics"] if one in Topic.values],
        hours=given["hours"],
        languages=named(journey.languages),
    )


def journey_called(person: Person, key: str) -> Journey | None:
    """A journey that the desk may look at: it waits, is lapsed, or was decided; not one's own."""
    found = Journey.objects.filter(key=key[:16]).exclude(person=person)
    return found.select_related("person").first()


@dataclass(frozen=True)
class StepAsked:
    """A further step that somebody asks for, opened for a coordinator."""

    step: Step
    words: str
    supporter_at: object


def step_called(person: Person, key: str) -> Step | None:
    """A step somebody else asked for."""
    found = Step.objects.filter(key=key[:16]).exclude(person=person)
    return found.select_related("person").first()


def step_application(step: Step) -> StepAsked:
    """Two queries."""
    since = Journey.objects.filter(person=step.person_id).values_list("supporter_at", flat=True)
    return StepAsked(step, opened(step.person, step.words_sealed, STEP), since.first())
