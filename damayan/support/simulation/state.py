"""What has become of each story and each supporter so far, at one moment of a run."""

from collections import defaultdict
from dataclasses import dataclass, field

from damayan.support.routing import Need, Why
from damayan.support.routing.limits import painful_run
from damayan.support.routing.targets import is_staffed, target
from damayan.support.simulation.assumptions import Assumptions
from damayan.support.simulation.chance import Chance
from damayan.support.simulation.world import DAY, Person, Post

# Screening's levels, as the product shows them to routing.
CONCERN, URGENT = 0.6, 0.9
_SKIP = 4


@dataclass(slots=True)
class Thread:
    """A story with its answers so far, as (minute, who); members count as one below zero each."""

    post: Post
    answers: list[tuple[float, int]] = field(default_factory=list)
    writing: set[int] = field(default_factory=set)
    # When the author came back and since then nobody has answered.
    back_at: float | None = None

    @property
    def looks_painful(self) -> bool:
        """As screening and the author's own words say."""
        return self.post.fear >= CONCERN

    def responders(self) -> set[int]:
        """Who answered."""
        return {who for _at, who in self.answers}

    def need(self, given: Assumptions, now: float) -> Need | None:
        """What the product's queue would say of it; None when it needs nobody."""
        post, count = self.post, len(self.responders())
        found = _why(self, count)
        if found is None:
            return None
        why, since, wanted = found
        return Need(
            key=post.key,
            group=post.group,
            why=why,
            since=since,
            target=target(
                why,
                is_urgent=post.fear >= URGENT,
                is_staffed=is_staffed(since % DAY / 60, given.shifts),
            ),
            risk=post.fear,
            language=post.language,
            topics=post.topics,
            places=wanted - len(self.writing),
            writing=len(self.writing),
            is_painful=self.looks_painful,
        )


def _why(thread: Thread, count: int) -> tuple[Why, float, int] | None:
    at = thread.post.at
    if count == 0:
        why = Why.FIRST if thread.post.is_newcomers else Why.WAITING
        return (Why.PAIN, at, 2) if thread.looks_painful else (why, at, 1)
    if thread.back_at is not None:
        return Why.CAME_BACK, thread.back_at, 1
    if thread.looks_painful and count == 1:
        return Why.SECOND, thread.answers[0][0], 1
    return None


@dataclass(slots=True)
class Worker:
    """A supporter on their way through the days."""

    person: Person
    answers: list[tuple[float, bool]] = field(default_factory=list)
    passed: set[int] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)
    spent: float = 0.0
    # Until when they are here; minutes given when called, to be taken off the next visit.
    until: float = 0.0
    owed: float = 0.0
    # What was spent before the last visit to which they were called, until that is settled.
    lent_from: float | None = None
    called_at: float = float("-inf")

    def lately(self, now: float) -> list[bool]:
        """Answers within the last day, the latest first: whether each was to a painful story."""
        return [painful for at, painful in reversed(self.answers) if at > now - DAY]

    def settle(self) -> None:
        """What they gave when called, they give the less on visits of their own."""
        if self.lent_from is not None:
            self.owed += self.spent - self.lent_from
            self.lent_from = None

    def run(self, now: float) -> int:
        """Painful answers in a row."""
        return painful_run(self.lately(now))


class State:
    """All threads and supporters, with the lists that the ways look through."""

    def __init__(self, given: Assumptions, chance: Chance, people: list[Person]) -> None:
        self.given, self.chance = given, chance
        self.workers = {person.key: Worker(person) for person in people}
        self.threads: dict[int, Thread] = {}
        self.by_group: dict[int, list[Thread]] = defaultdict(list)
        self.silent: dict[int, Thread] = {}
        self.open: dict[int, Thread] = {}

    def tell(self, post: Post) -> Thread:
        """A story appears."""
        thread = Thread(post)
        self.threads[post.key] = self.silent[post.key] = self.open[post.key] = thread
        self.by_group[post.group].append(thread)
        return thread

    def answer(self, thread: Thread, at: float, who: int) -> None:
        """Somebody has answered."""
        thread.answers.append((at, who))
        thread.back_at = None
        self.silent.pop(thread.post.key, None)
        self.settle(thread)

    def settle(self, thread: Thread) -> None:
        """Keep the thread among the open ones just as long as it needs somebody."""
        if _why(thread, len(thread.responders())) is None:
            self.open.pop(thread.post.key, None)
        else:
            self.open[thread.post.key] = thread

    def passes_by(self, worker: Worker, thread: Thread) -> bool:
        """Whether this supporter would rather not answer this story; the same under every way."""
        given, post, person = self.given, thread.post, worker.person
        if not person.avoids.isdisjoint(post.topics):
            return True
        chance = given.skip + given.skip_per_answer * min(3, len(thread.answers))
        chance += given.skip_painful if post.is_distressed else 0
        chance += 0 if person.lived.isdisjoint(post.topics) else given.skip_alike
        return self.chance.under(chance, _SKIP, person.key, post.key)
