"""The orders in which supporters meet stories: two that forums use, and ours."""

from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from typing import NamedTuple

from damayan.support.routing import Need, Supporter, assign
from damayan.support.routing.calling import BETWEEN, whom_to_call
from damayan.support.routing.limits import has_room
from damayan.support.simulation.state import State, Thread, Worker

_TOLD = 8


class Choice(NamedTuple):
    """The story that a supporter takes (None: nothing for them now), and the minutes of looking.

    ``rests``: they have given enough and leave.
    """

    thread: Thread | None
    minutes: float
    rests: bool = False


Way = Callable[[State, Worker, float, float], Choice]


def newest_first(state: State, worker: Worker, minutes: float, now: float) -> Choice:
    """A plain feed: from the latest story down."""
    return _look(state, worker, _newest(state, worker))


def oldest_unanswered_first(state: State, worker: Worker, minutes: float, now: float) -> Choice:
    """A list of what nobody has answered, the oldest at the top; then the feed."""
    waiting = _look(state, worker, iter(list(state.silent.values())))
    if waiting.thread is not None:
        return waiting
    feed = _look(state, worker, _newest(state, worker))
    return Choice(feed.thread, waiting.minutes + feed.minutes)


def routed(state: State, worker: Worker, minutes: float, now: float) -> Choice:
    """The product's own routing: a few suggestions, soft claims, caps and rests."""
    looked = 0.0
    needs = [need for thread in state.open.values() if (need := thread.need(state.given, now))]
    while True:
        supporter = _supporter(state, worker, minutes - looked, now)
        if not has_room(supporter):
            return Choice(None, looked, rests=True)
        offered = assign(needs, [supporter], now)[supporter.key]
        if not offered or looked >= state.given.patience * state.given.glance:
            return Choice(None, looked)
        for suggestion in offered:
            thread = state.threads[suggestion.need.key]
            looked += state.given.glance
            if not state.passes_by(worker, thread):
                return Choice(thread, looked)
            worker.passed.add(thread.post.key)


def _supporter(state: State, worker: Worker, minutes: float, now: float) -> Supporter:
    person, lately = worker.person, worker.lately(now)
    return Supporter(
        key=person.key,
        groups=person.groups,
        languages=person.languages,
        lived=person.lived,
        avoids=person.avoids,
        minutes=minutes,
        answers=len(lately),
        cap=state.given.cap,
        painful_run=worker.run(now),
        never=frozenset(worker.passed | worker.answered),
    )


def whom_to_tell(state: State, need: Need, now: float) -> list[Worker]:
    """Supporters who are away, asked to be told and were not told lately: the product's choice."""
    away = [
        _supporter(state, worker, state.given.called_minutes, now)
        for worker in state.workers.values()
        if worker.until <= now
        and worker.called_at <= now - BETWEEN
        and state.chance.under(state.given.told, _TOLD, worker.person.key)
    ]
    return [state.workers[one.key] for one in whom_to_call(need, away, now)]


def _newest(state: State, worker: Worker) -> Iterator[Thread]:
    mine = [reversed(state.by_group[group]) for group in sorted(worker.person.groups)]
    return merge(*mine, key=lambda thread: -thread.post.at)


def _look(state: State, worker: Worker, threads: Iterable[Thread]) -> Choice:
    """Down a list, one card after another; what was passed by before costs no second look."""
    looked, given, person = 0, state.given, worker.person
    for place, thread in enumerate(threads):
        if looked >= given.patience or place >= 10 * given.patience:
            break
        post = thread.post
        known = post.key in worker.passed or post.key in worker.answered
        if known or post.group not in person.groups or post.language not in person.languages:
            continue
        looked += 1
        if not state.passes_by(worker, thread):
            return Choice(thread, looked * given.glance)
        worker.passed.add(post.key)
    return Choice(None, looked * given.glance)


def routed_uncalled(state: State, worker: Worker, minutes: float, now: float) -> Choice:
    """Our routing for those who happen to be there; nobody is told that somebody waits."""
    return routed(state, worker, minutes, now)


WAYS: dict[str, Way] = {
    "newest first": newest_first,
    "oldest unanswered first": oldest_unanswered_first,
    "routed, nobody called": routed_uncalled,
    "routed": routed,
}
