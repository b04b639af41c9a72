"""Whom to call: helplines as the pages show them, and as coordinators keep them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from damayan.foundation.languages import named
from damayan.foundation.paging import Page, page_of
from damayan.safety.models import EVERYWHERE, Helpline, HelplineChange, HelplineKind, Network
from damayan.safety.near import NOWHERE, Near
from damayan.safety.rules import checked_words, is_stale


@dataclass(frozen=True)
class Line:
    """One number as the page shows it; ``facts`` are place, cost, network, hours and languages.

    ``texts``: where a text message goes, "" where nobody reads them.
    """

    name: str
    number: str
    dial: str
    facts: list[str]
    checked: str
    stale: bool
    texts: str = ""


@dataclass(frozen=True)
class Lines:
    """Helplines of one kind; one place may have several numbers, as (name, lines)."""

    title: str
    places: list[tuple[str, list[Line]]]


def lines_now(near: Near = NOWHERE) -> list[Lines]:
    """Everything in use, by kind in the order of urgency, what is near first; one query."""
    return lines_of(in_use(), near)


def in_use() -> list[Helpline]:
    """All helplines on the page; one query."""
    return list(Helpline.objects.filter(retired_at=None))


def lines_of(helplines: Iterable[Helpline], near: Near = NOWHERE) -> list[Lines]:
    """``lines_now`` for rows that were asked for before."""
    rows = sorted(helplines, key=lambda one: _order(one, near))
    return [
        Lines(str(HelplineKind(kind).label), _by_name(some, near))
        for kind, some in groupby(rows, key=lambda one: one.kind)
    ]


def lines_for_card(near: Near = NOWHERE, *, wide: bool = False) -> list[Lines]:
    """A few numbers for somebody in danger or despair, by kind; more when ``wide``. One query."""
    wanted = {str(kind.label) for kind in HelplineKind if kind != HelplineKind.OTHER}
    few = 3 if wide else 2
    return [
        Lines(one.title, [(name, lines[:few]) for name, lines in one.places[:few]])
        for one in lines_now(near)
        if one.title in wanted
    ]


def places_of(helplines: Iterable[Helpline]) -> list[str]:
    """The places that some of these are for alone, in order."""
    return sorted({one.place for one in helplines} - {EVERYWHERE})


def _order(one: Helpline, near: Near) -> tuple[int, tuple[bool, int, bool], int, int]:
    return HelplineKind.values.index(one.kind), near.rank(one), one.order, one.pk


def _by_name(rows: Iterable[Helpline], near: Near) -> list[tuple[str, list[Line]]]:
    named_lines: dict[str, list[Line]] = {}
    for one in rows:
        line = _line(one, near)
        named_lines.setdefault(line.name, []).append(line)
    return list(named_lines.items())


def _line(one: Helpline, near: Near) -> Line:
    facts = [one.place, _cost(one, near), one.words("hours"), ", ".join(named(one.languages))]
    return Line(
        name=one.words("name"),
        number=one.number,
        dial=one.dial,
        facts=[fact for fact in facts if fact],
        checked=checked_words(one),
        stale=is_stale(one),
        texts=one.text_dial,
    )


def _cost(one: Helpline, near: Near) -> str:
    """From where it can be called and where that is free, in the coordinator's words or ours."""
    free = _names(one.free_from)
    said = [one.words("network")] if one.words("network") else []
    if one.networks and not said:
        said.append(_("only from %(networks)s") % {"networks": _names(one.networks)})
    if free:
        said.append(_("free from %(networks)s") % {"networks": free})
    if not near.reaches(one):
        said.append(_("not from what you call with"))
    return " · ".join(said)


def _names(slugs: Iterable[str]) -> str:
    known = [str(Network(slug).label) for slug in slugs if slug in Network.values]
    return ", ".join(known)


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
