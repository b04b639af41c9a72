"""Making the queue true again from the stories themselves."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from damayan.foundation.clock import now
from damayan.safety.staffing import staffing
from damayan.support.models import Declined, Queued
from damayan.support.queries.facts import facts_since
from damayan.support.waiting import KEPT, Facts, Wait, due, wait_of

_CHUNK = 1000
# A minute's look reads again what it read before, lest a slow transaction slip between two looks.
_OVERLAP = timedelta(minutes=10)
_WRITTEN = "group_id why since due_at risk is_painful wanted met_at".split()
_Found = tuple[int, int, Facts]


def refresh(*, whole: bool = False) -> int:
    """Look at what changed lately (``whole``: at everything kept); answers how many of it wait.

    Each of these stories is looked at anew, so that running it twice changes nothing. A thousand
    at a time, each thousand in a transaction of its own: nobody who takes up a story waits long.
    """
    moment = now()
    is_staffed = staffing().here > 0
    waiting: set[int] = set()
    found = facts_since(moment - KEPT, None if whole else moment - _OVERLAP)
    while some := list(islice(found, _CHUNK)):
        waiting |= _look(some, moment, is_staffed=is_staffed)
    if whole:
        _tidy(moment, waiting)
    return len(waiting)


@transaction.atomic
def _look(some: Iterable[_Found], moment: datetime, *, is_staffed: bool) -> set[int]:
    """Write what differs from what is known of these stories; answers which of them wait."""
    waits = {story: (group, facts, wait_of(facts)) for story, group, facts in some}
    known = {row.story_id: row for row in Queued.objects.filter(story__in=waits)}
    rows = [
        _row(story, group, facts, wait, is_staffed=is_staffed)
        for story, (group, facts, wait) in sorted(waits.items())
        if wait
    ]
    changed = [row for row in rows if _differs(row, known.get(row.story_id))]
    Queued.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["story"], update_fields=_FIELDS
    )
    met = [story for story in waits.keys() & known.keys() if waits[story][2] is None]
    Queued.objects.filter(met_at=None, story__in=met).update(met_at=moment)
    return {row.story_id for row in rows}


_FIELDS = [name.removesuffix("_id") for name in _WRITTEN]


def _differs(row: Queued, known: Queued | None) -> bool:
    return known is None or any(getattr(row, n) != getattr(known, n) for n in _WRITTEN)


def _row(story: int, group: int, facts: Facts, wait: Wait, *, is_staffed: bool) -> Queued:
    return Queued(
        story_id=story,
        group_id=group,
        why=str(wait.why),
        since=wait.since,
        due_at=due(wait, facts, is_staffed=is_staffed),
        risk=facts.risk,
        is_painful=facts.is_painful,
        wanted=wait.wanted,
    )


def _tidy(moment: datetime, waiting: set[int]) -> None:
    """What was hidden, removed, closed or is too old waits no longer, and is forgotten later."""
    known = Queued.objects.filter(met_at=None).values_list("story_id", flat=True)
    gone = set(known) - waiting
    Queued.objects.filter(met_at=None, story__in=gone).update(met_at=moment)
    Queued.objects.filter(met_at__lt=moment - KEPT).delete()
    Declined.objects.filter(at__lt=moment - KEPT).delete()
