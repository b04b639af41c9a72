"""Time passes: stories are told, supporters come, look, read, write and go."""

from heapq import heappop, heappush
from itertools import count

from damayan.support.routing.calling import AGAIN, is_worth_a_call
from damayan.support.routing.limits import LEAST_MINUTES
from damayan.support.routing.shapes import UNANSWERED
from damayan.support.simulation.assumptions import Assumptions
from damayan.support.simulation.chance import Chance
from damayan.support.simulation.state import State, Thread, Worker
from damayan.support.simulation.ways import Way, routed, whom_to_tell
from damayan.support.simulation.world import DAY, World

# Somebody who found nothing looks again after so many minutes.
_PAUSE = 5.0
_WRITING, _RETURN, _CALL, _MEMBER = 5, 6, 7, -1_000_000
_MORNING = 7 * 60.0


class Run:
    """One community under one way; ``state`` is what came of it."""

    def __init__(self, given: Assumptions, world: World, way: Way, chance: Chance) -> None:
        self.given, self.way, self.chance = given, way, chance
        self.state = State(given, chance, world.people)
        self._order, self._end = count(), world.days * DAY
        self._events: list[tuple[float, int, str, tuple[object, ...]]] = []
        for post in world.posts:
            self._at(post.at, "tell", post)
        for person in world.people:
            worker = self.state.workers[person.key]
            for at, minutes in person.sessions:
                self._at(at, "come", worker, minutes)

    def go(self) -> State:
        """Let everything happen."""
        while self._events:
            now, _order, name, words = heappop(self._events)
            getattr(self, f"_{name}")(now, *words)
        return self.state

    def _at(self, when: float, name: str, *words: object) -> None:
        heappush(self._events, (when, next(self._order), name, words))

    def _tell(self, now: float, post: object) -> None:
        thread = self.state.tell(post)  # type: ignore[arg-type]
        for number, at in enumerate(thread.post.member_answers):
            self._at(at, "hear", thread, _MEMBER - number)
        if self.way is routed:
            self._call(now, thread)

    def _hear(self, now: float, thread: Thread, who: int) -> None:
        is_first = not thread.answers
        self.state.answer(thread, now, who)
        key = thread.post.key
        if is_first and self.chance.under(self.given.return_chance, _RETURN, key, 1):
            away = self.chance.lognormal(self.given.return_delay, 1.0, _RETURN, key, 2)
            self._at(now + away, "return", thread)

    def _return(self, now: float, thread: Thread) -> None:
        thread.back_at = now
        self.state.settle(thread)

    def _call(self, now: float, thread: Thread) -> None:
        """Tell some who are away, as the product does, until somebody writes."""
        need = thread.need(self.given, now)
        if need is None or need.why not in UNANSWERED:
            return
        if is_worth_a_call(need, now):
            for worker in whom_to_tell(self.state, need, now):
                worker.called_at = now
                place = (_CALL, worker.person.key, thread.post.key)
                if self.chance.under(self._comes(now), *place, 1):
                    soon = self.chance.lognormal(self.given.comes_after, 0.7, *place, 2)
                    self._at(now + soon, "come_early", worker)
        if now < self._end:
            self._at(now + AGAIN, "call", thread)

    def _comes(self, now: float) -> float:
        night = now % DAY < _MORNING
        return self.given.comes_at_night if night else self.given.comes

    def _come(self, now: float, worker: Worker, minutes: float) -> None:
        """A visit of their own, without what they gave before when called."""
        worker.settle()
        owed = min(worker.owed, minutes)
        worker.owed -= owed
        worker.until = max(worker.until, now + minutes - owed)
        self._look(now, worker, worker.until)

    def _come_early(self, now: float, worker: Worker) -> None:
        """A visit because they were called, out of the minutes of visits to come."""
        if worker.until > now:
            return
        worker.settle()
        later = sum(minutes for at, minutes in worker.person.sessions if at > now) - worker.owed
        minutes = min(self.given.called_minutes, later)
        if minutes < LEAST_MINUTES:
            return
        worker.lent_from = worker.spent
        worker.until = now + minutes
        self._look(now, worker, worker.until)

    def _look(self, now: float, worker: Worker, until: float) -> None:
        """Choose a story, if there is time for one."""
        if until - now < self.given.reading:
            return
        choice = self.way(self.state, worker, until - now, now)
        worker.spent += choice.minutes
        if choice.thread is not None:
            self._write(now + choice.minutes, worker, choice.thread, until)
        elif not choice.rests:
            worker.spent += _PAUSE
            self._at(now + choice.minutes + _PAUSE, "look", worker, until)

    def _write(self, now: float, worker: Worker, thread: Thread, until: float) -> None:
        given, post = self.given, thread.post
        place = (_WRITING, worker.person.key, post.key)
        takes = given.reading + self.chance.lognormal(given.writing, given.writing_spread, *place)
        takes *= given.painful_longer if post.is_distressed else 1
        worker.answered.add(post.key)
        worker.spent += takes
        thread.writing.add(worker.person.key)
        self._at(now + takes, "send", worker, thread, until)

    def _send(self, now: float, worker: Worker, thread: Thread, until: float) -> None:
        thread.writing.discard(worker.person.key)
        worker.answers.append((now, thread.post.is_distressed))
        self._hear(now, thread, worker.person.key)
        self._look(now, worker, until)
