"""When guides are here, for everybody to read: from the real plan of shifts, without names.

The plan lives in ``moderation``, above; it registers here how to ask for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from damayan.foundation.clock import clock_words, coming, day_words, hours_words, now, on_day

DAYS = 7
_ONE = timedelta(microseconds=1)


class Stretch(NamedTuple):
    """From when to when at least one guide is, or has promised to be, here."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Staffing:
    """Who is here at ``at``, and what is planned for the seven days from then.

    ``here``: how many guides have begun and not ended. ``until``: when the last of these leaves.
    ``late``: somebody should be here and has not come. ``next_at``: when the next one is to come.
    ``stretches``: all this in order, without overlaps.
    """

    at: datetime
    here: int = 0
    until: datetime | None = None
    late: bool = False
    next_at: datetime | None = None
    stretches: tuple[Stretch, ...] = ()


class Day(NamedTuple):
    """One day of the plan in words; without ``hours`` nobody is planned."""

    name: str
    hours: list[str]


Ask = Callable[[datetime | None], Staffing]
_ask: list[Ask] = []


def register(ask: Ask) -> None:
    """Let ``staffing`` ask the plan; called once when the application starts."""
    _ask[:] = [ask]


def staffing(at: datetime | None = None) -> Staffing:
    """Who is here at ``at`` (now). Nobody, when no plan was registered."""
    return _ask[0](at) if _ask else Staffing(at or now())


def promise(found: Staffing | None = None) -> str:
    """When a guide is here, in a sentence or two that promise nothing that is not planned."""
    found = found or staffing()
    if found.here and found.until:
        return _("A guide is here now, until %(when)s.") % {"when": _until(found)}
    if found.next_at:
        when = {"when": coming(found.next_at, found.at)}
        return _("No guide is here right now. The next one is to be here %(when)s.") % when
    if settings.GUIDE_HOURS:
        return _("When guides are here: %(hours)s.") % {"hours": settings.GUIDE_HOURS}
    return _(
        "When a guide is here next, we cannot promise: guides are people like you, and it may take"
        " hours, above all at night."
    )


def _until(found: Staffing) -> str:
    """The hour alone when it is today, midnight included."""
    until = found.until or found.at
    if timezone.localdate(until - _ONE) == timezone.localdate(found.at):
        return clock_words(until)
    return coming(until, found.at)


def as_of(found: Staffing) -> str:
    """When the plan was looked up: a page kept without a connection may be old."""
    looked = {"day": on_day(found.at), "time": clock_words(found.at)}
    return _("Looked up on %(day)s, %(time)s. Without a connection this page may be old.") % looked


def public() -> dict[str, object]:
    """What ``safety/hours.html`` shows to everybody: ``promise``, ``week`` and ``as_of``."""
    found = staffing()
    return {"promise": promise(found), "week": week(found), "as_of": as_of(found)}


def week(found: Staffing | None = None) -> list[Day]:
    """The seven days from today, each with the hours in which somebody is planned to be here."""
    found = found or staffing()
    first = timezone.localtime(found.at).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [first + timedelta(days=n) for n in range(DAYS + 1)]
    return [
        Day(day_words(start, found.at), _hours(found.stretches, start, end))
        for start, end in pairwise(starts)
    ]


def _hours(stretches: Sequence[Stretch], start: datetime, end: datetime) -> list[str]:
    cut = [(max(one.starts_at, start), min(one.ends_at, end)) for one in stretches]
    whole = (start, end)
    return [
        _("the whole day") if (from_, to) == whole else hours_words(from_, to)
        for from_, to in cut
        if from_ < to
    ]


def merged(spans: Sequence[tuple[datetime, datetime]]) -> tuple[Stretch, ...]:
    """Spans in order, those that touch or overlap as one."""
    joined: list[Stretch] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1].ends_at:
            joined[-1] = Stretch(joined[-1].starts_at, max(end, joined[-1].ends_at))
        else:
            joined.append(Stretch(start, end))
    return tuple(joined)
