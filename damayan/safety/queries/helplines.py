"""Whom to call: helplines as the pages show them, and as coordinators keep them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from damayan.foundation.languages import named
from damayan.foundation.paging import Page, page_of
from damayan.safety.models import Helpline, HelplineChange, HelplineKind
from damayan.safety.rules import checked_words, is_stale


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
