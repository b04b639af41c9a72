"""What was reported or found, for those whom it is about."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from damayan.foundation.clock import now
from damayan.people.models import Person
from damayan.safety.kinds import is_own_pain, kind_words
from damayan.safety.models import Concern, Report

_JUST_NOW = timedelta(seconds=30)


def my_report(person: Person, key: str) -> Report | None:
    """A report that ``person`` made, with its concern."""
    return Report.objects.filter(reporter=person, key=key).select_related("concern").first()


def just_found(subject_kind: str, subject_key: str) -> int:
    """The level at which the author of words changed just now needs care; 0 for none. One query."""
    about = Concern.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    found = about.filter(closed_at=None, screened_at__gte=now() - _JUST_NOW).first()
    return found.level if found and is_own_pain(found.kinds) else 0


def noticed(subject_kind: str, subject_keys: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """What screening found about an author's own words, by subject key; for their export."""
    found = Concern.objects.filter(subject_kind=subject_kind, subject_key__in=list(subject_keys))
    by_key: dict[str, list[dict[str, Any]]] = {}
    for one in found.exclude(screened_at=None).order_by("screened_at"):
        said = {
            "when": one.screened_at,
            "level": one.get_level_display(),
            "kinds": kind_words(one.kinds),
            "because of": one.explanation,
            "version": one.version,
            "what came of it": one.get_outcome_display(),
        }
        by_key.setdefault(one.subject_key, []).append(said)
    return by_key
