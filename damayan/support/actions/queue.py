"""Making the queue true again from the stories themselves."""

from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from damayan.foundation.clock import now
from damayan.safety.staffing import staffing
from damayan.support.models import Declined, Queued
from damayan.support.queries.facts import facts_since
from damayan.support.waiting import KEPT, Facts, Wait, due, wait_of

_CHUNK = 2000
# A minute's look reads again what it read before, lest a slow transaction slip between two looks.
_OVERLAP = timedelta(minutes=10)
_WRITTEN = "group why since due_at risk is_painful wanted refreshed_at met_at".split()


@transaction.atomic
def refresh(*, whole: bool = False) -> int:
    """Look at what changed lately (``whole``: at everything kept); answers how many of it wait.

    Each of these stories is looked at anew, so that running it twice changes nothing.
    """
    moment = now()
    is_staffed = staffing().here > 0
    waiting = 0
    found = facts_since(moment - KEPT, None if whole else moment - _OVERLAP)
    while some := list(islice(found, _CHUNK)):
        waits = [(story, group, facts, wait_of(facts)) for story, group, facts in some]
        rows = [
            _row(story, group, facts, wait, moment, is_staffed=is_staffed)
            for story, group, facts, wait in waits
            if wait
        ]
        Queued.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["story"], update_fields=_WRITTEN
        )
        _met(moment, story__in=[story for story, _group, _facts, wait in waits if wait is None])
        waiting += len(rows)
    if whole:
        _tidy(moment)
    return waiting


def _row(
    story: int, group: int, facts: Facts, wait: Wait, moment: datetime, *, is_staffed: bool
) -> Queued:
    return Queued(
        story_id=story,
        group_id=group,
        why=wait.why,
        since=wait.since,
        due_at=due(wait, facts, is_staffed=is_staffed),
        risk=facts.risk,
        is_painful=facts.is_painful,
        wanted=wait.wanted,
        refreshed_at=moment,
    )


def _met(moment: datetime, **which: object) -> None:
    Queued.objects.filter(met_at=None, **which).update(met_at=moment)


def _tidy(moment: datetime) -> None:
    """What was hidden, removed, closed or is too old waits no longer, and is forgotten later."""
    _met(moment, refreshed_at__lt=moment)
    Queued.objects.filter(met_at__lt=moment - KEPT).delete()
    Declined.objects.filter(at__lt=moment - KEPT).delete()
