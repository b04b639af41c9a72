"""What the pages of urgent help and reports need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from damayan.foundation.clock import now
from damayan.foundation.languages import named
from damayan.foundation.paging import Page, page_of
from damayan.people.models import Person
from damayan.safety.kinds import is_own_pain, kind_words
from damayan.safety.models import Concern, Helpline, HelplineChange, HelplineKind, Report
from damayan.safety.rules import checked_words, is_stale

_JUST_NOW = timedelta(seconds=30)


@dataclass(frozen=True)
class Line:
    """One number as the page shows it; ``facts`` are place, network, hours and languages."""

    name: str
    number: str
    dial: str
    facts: list[str]
    checked: str
    stale: bool


@dataclass(frozen=True)
class Lines:
    """Helplines of one kind; one place may have several numbers, as (name, lines)."""

    title: str
    places: list[tuple[str, list[Line]]]


def lines_now() -> list[Lines]:
    """Everything in use, by kind in the order of urgency; one query."""
    rows = sorted(Helpline.objects.filter(retired_at=None), key=_place)
    return [
        Lines(str(HelplineKind(kind).label), _by_name(some))
        for kind, some in groupby(rows, key=lambda one: one.kind)
    ]


def lines_for_card() -> list[Lines]:
    """The numbers for somebody in danger or despair, by kind; one query."""
    wanted = {str(kind.label) for kind in HelplineKind if kind != HelplineKind.OTHER}
    return [lines for lines in lines_now() if lines.title in wanted]


def _place(one: Helpline) -> tuple[int, int, int]:
    return HelplineKind.values.index(one.kind), one.order, one.pk


def _by_name(rows: Iterable[Helpline]) -> list[tuple[str, list[Line]]]:
    lines = [_line(one) for one in rows]
    return [(name, list(some)) for name, some in groupby(lines, key=lambda one: one.name)]


def _line(one: Helpline) -> Line:
    facts = [one.place, one.words("network"), one.words("hours"), ", ".join(named(one.languages))]
    return Line(
        name=one.words("name"),
        number=one.number,
        dial=one.dial,
        facts=[fact for fact in facts if fact],
        checked=checked_words(one),
        stale=is_stale(one),
    )


def helplines(*, after: str = "", before: str = "", size: int = 30) -> Page[Helpline]:
    """All helplines, retired ones too, in their order; two queries at most."""
    return page_of(
        Helpline.objects.all(),
        by="order",
        size=size,
        after=after,
        before=before,
        newest_first=False,
    )


def history(helpline: Helpline) -> list[HelplineChange]:
    """The latest fifty changes, newest first; one query."""
    return list(helpline.changes.all()[:50])


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
