"""What came of a run, and how sure several runs are of it."""

import math
from collections.abc import Iterable, Sequence
from statistics import mean, median, stdev
from typing import NamedTuple

from damayan.support.routing.evenness import gini
from damayan.support.simulation.state import State, Thread
from damayan.support.simulation.world import DAY

# Two-sided 95 % of Student's t by degrees of freedom.
_T = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26}


class Figures(NamedTuple):
    """One run. Waits are minutes to the first answer by another (infinite when there is none)."""

    stories: int
    median_wait: float
    p95_wait: float
    unanswered: float
    newcomers_unanswered: float
    risk_median_wait: float
    risk_p95_wait: float
    two_for_distress: float
    returned_left: float
    gini: float
    painful_gini: float
    answers: int
    third_or_later: float
    minutes_spent: float
    minutes_offered: float


def waits(state: State, *, start: float, end: float) -> list[float]:
    """Minutes to the first answer of each story told in that time."""
    return [_wait(t) for t in state.threads.values() if start <= t.post.at < end]


def figures(state: State, *, start: float, end: float) -> Figures:
    """Of the stories told from ``start`` to ``end`` (minutes); the run must go on a day longer."""
    told = [t for t in state.threads.values() if start <= t.post.at < end]
    waits = [_wait(thread) for thread in told]
    fearful = sorted(told, key=lambda thread: -thread.post.risk)[: max(1, len(told) // 5)]
    newcomers = [_wait(thread) for thread in told if thread.post.is_newcomers]
    counts = [_given(worker.answers, start, end) for worker in state.workers.values()]
    mine = [(t, at) for t in told for at, who in t.answers if who >= 0]
    return Figures(
        stories=len(told),
        median_wait=_quantile(waits, 0.5),
        p95_wait=_quantile(waits, 0.95),
        unanswered=_share(wait > DAY for wait in waits),
        newcomers_unanswered=_share(wait > DAY for wait in newcomers),
        risk_median_wait=_quantile([_wait(thread) for thread in fearful], 0.5),
        risk_p95_wait=_quantile([_wait(thread) for thread in fearful], 0.95),
        two_for_distress=_share(_has_two(t) for t in told if t.post.is_distressed),
        returned_left=_share(t.back_at is not None for t in told),
        gini=gini([all_of for all_of, _painful in counts]),
        painful_gini=gini([painful for _all, painful in counts]),
        answers=len(mine),
        third_or_later=_share(_is_spare(thread, at) for thread, at in mine),
        minutes_spent=sum(worker.spent for worker in state.workers.values()),
        minutes_offered=sum(
            minutes for worker in state.workers.values() for _at, minutes in worker.person.sessions
        ),
    )


def _wait(thread: Thread) -> float:
    return thread.answers[0][0] - thread.post.at if thread.answers else math.inf


def _has_two(thread: Thread) -> bool:
    """Two different people within a day."""
    return len({who for at, who in thread.answers if at - thread.post.at <= DAY}) >= 2


def _is_spare(thread: Thread, at: float) -> bool:
    """Two had answered already when this answer came."""
    return sum(before < at for before, _who in thread.answers) >= 2


def _given(answers: list[tuple[float, bool]], start: float, end: float) -> tuple[int, int]:
    within = [painful for at, painful in answers if start <= at < end]
    return len(within), sum(within)


def _share(found: Iterable[bool]) -> float:
    all_of = list(found)
    return sum(all_of) / len(all_of) if all_of else 0.0


def _quantile(values: Sequence[float], at: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(at * len(ordered)) - 1)] if ordered else math.nan


class Interval(NamedTuple):
    """The middle of several runs, with 95 % of Student's t around their mean."""

    middle: float
    low: float
    high: float


def interval(values: Sequence[float]) -> Interval:
    """Of the same figure in several runs; without spread for one run or infinite values."""
    if len(values) < 2 or not all(map(math.isfinite, values)):
        middle = median(values)
        return Interval(middle, min(values), max(values))
    middle = mean(values)
    around = _T.get(len(values) - 1, 1.96) * stdev(values) / math.sqrt(len(values))
    return Interval(middle, middle - around, middle + around)
