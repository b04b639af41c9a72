"""From what stories and safety know of one story to whether it needs an answer, and why. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from damayan.safety.kinds import is_own_pain
from damayan.safety.models import Concern
from damayan.stories.vocabulary import Feeling, Kind, Topic
from damayan.support.routing import Why
from damayan.support.routing.targets import target

# Longer ago, the list of the unanswered is the better place to look.
KEPT = timedelta(days=14)
# So long after words that hurt a thread counts as gone quiet.
QUIET_AFTER = timedelta(hours=1)
PAINFUL_FEELINGS = frozenset(
    {Feeling.AFRAID, Feeling.ASHAMED, Feeling.LONELY, Feeling.NUMB, Feeling.HURT, Feeling.GUILTY}
)
PAINFUL_TOPICS = frozenset(
    {
        Topic.SUICIDE,
        Topic.SELF_HARM,
        Topic.VIOLENCE,
        Topic.SEXUAL_VIOLENCE,
        Topic.ABUSE,
        Topic.PREGNANCY_LOSS,
    }
)
_RISK = {Concern.Level.URGENT: 0.95, Concern.Level.CONCERN: 0.7}


@dataclass(frozen=True)
class Facts:
    """One story. ``responders``: different people other than the author. ``last_*``: the latest
    standing answer; ``last_level`` is that of its concern. ``concern_*``: of the story itself.
    """

    told_at: datetime
    kind: str
    first_here: bool
    feelings: frozenset[str]
    topics: frozenset[str]
    responders: int
    first_answer_at: datetime | None
    last_at: datetime | None
    last_is_authors: bool
    last_asks: bool
    last_level: int
    concern_level: int
    concern_kinds: frozenset[str]

    @property
    def own_level(self) -> int:
        """Screening's level where it is the author's own pain; 0 for none."""
        return self.concern_level if is_own_pain(self.concern_kinds) else 0

    @property
    def is_painful(self) -> bool:
        """Pain that screening heard or that the author named."""
        named = PAINFUL_FEELINGS & self.feelings or PAINFUL_TOPICS & self.topics
        return bool(self.own_level or named)

    @property
    def risk(self) -> float:
        """0 to 1, for routing only; docs/routing.md."""
        if self.own_level:
            return _RISK[Concern.Level(self.own_level)]
        return 0.4 if self.is_painful else 0.0


@dataclass(frozen=True)
class Wait:
    """Why, since when, and how many different people are wanted."""

    why: Why
    since: datetime
    wanted: int


def wait_of(facts: Facts) -> Wait | None:
    """What the story waits for; None when nobody is wanted."""
    if facts.responders == 0:
        return _unanswered(facts)
    if facts.last_at and facts.last_is_authors and _came_back_asking(facts):
        return Wait(Why.CAME_BACK, facts.last_at, 1)
    if facts.is_painful and facts.responders == 1:
        return Wait(Why.SECOND, facts.first_answer_at or facts.told_at, 1)
    if facts.last_at and not facts.last_is_authors and facts.last_level:
        return Wait(Why.QUIET, facts.last_at + QUIET_AFTER, 1)
    return None


def _unanswered(facts: Facts) -> Wait:
    if facts.is_painful:
        return Wait(Why.PAIN, facts.told_at, 2)
    return Wait(Why.FIRST if facts.first_here else Why.WAITING, facts.told_at, 1)


def _came_back_asking(facts: Facts) -> bool:
    return facts.kind == Kind.QUESTION or facts.last_asks or facts.last_level > 0


def due(wait: Wait, facts: Facts, *, is_staffed: bool) -> datetime:
    """When somebody should have answered."""
    urgent = facts.own_level >= Concern.Level.URGENT
    minutes = target(wait.why, is_urgent=urgent, is_staffed=is_staffed)
    return wait.since + timedelta(minutes=minutes)
