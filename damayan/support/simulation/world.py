"""The stories and the people of a simulated community: the same whichever way they are routed."""

import math
from dataclasses import dataclass
from itertools import pairwise

from damayan.support.simulation import assumptions as believed
from damayan.support.simulation.assumptions import Assumptions, Curve
from damayan.support.simulation.chance import Chance

DAY = 24 * 60.0
TOPICS = (
    "death suicide self-harm violence abuse eating substances illness disaster "
    "sad afraid angry ashamed lonely tired numb guilty worried confused hurt"
).split()
# First parts of a place of luck, so that no two questions share their answer.
_STORY, _PERSON, _SESSION = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Post:
    """A story: what it truly is (``risk``), and what screening saw of it (``fear``)."""

    key: int
    at: float
    group: int
    language: str
    topics: frozenset[str]
    risk: float
    fear: float
    is_newcomers: bool
    member_answers: tuple[float, ...]

    @property
    def is_distressed(self) -> bool:
        """Truly, as only the simulation knows."""
        return self.risk >= believed.DISTRESS


@dataclass(frozen=True, slots=True)
class Person:
    """A supporter, with when they come (minute) and for how long."""

    key: int
    groups: frozenset[int]
    languages: frozenset[str]
    lived: frozenset[str]
    avoids: frozenset[str]
    sessions: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class World:
    """Everything that happens whoever is routed where."""

    posts: list[Post]
    people: list[Person]
    days: int


def make(given: Assumptions, chance: Chance, days: int) -> World:
    """A world of ``days`` days from minute 0."""
    posts = [
        _post(given, chance, day, number)
        for day in range(days)
        for number in range(chance.poisson_count(given.members * given.stories, _STORY, day))
    ]
    return World(sorted(posts, key=lambda post: post.at), _people(given, chance, days), days)


def _post(given: Assumptions, chance: Chance, day: int, number: int) -> Post:
    place = (_STORY, day, number)
    risk = _risk(chance, place)
    curve = believed.PAINFUL if risk >= believed.DISTRESS else believed.STORIES
    at = day * DAY + 60 * hour(curve, chance.draw(*place, 1))
    delays = (
        chance.lognormal(given.member_delay, given.member_spread, *place, 20 + one)
        for one in range(chance.poisson(given.member_answers, *place, 2))
    )
    cebuano = chance.under(given.cebuano, *place, 3)
    return Post(
        key=day * 1_000_000 + number,
        at=at,
        group=int(chance.draw(*place, 4) * given.groups),
        language="ceb" if cebuano else chance.pick(("en", "fil", "fil"), *place, 5),
        topics=_some(chance, (*place, 6), 1 + int(chance.draw(*place, 7) * 3)),
        risk=risk,
        fear=_fear(given, chance, place, risk),
        is_newcomers=chance.under(given.newcomers, *place, 8),
        member_answers=tuple(sorted(at + delay for delay in delays)),
    )


def _risk(chance: Chance, place: tuple[int, ...]) -> float:
    left, jitter = chance.draw(*place, 9), 0.05 * chance.draw(*place, 10)
    for share, risk in believed.SEVERITY:
        if left < share:
            return risk - jitter
        left -= share
    return believed.SEVERITY[-1][1]


def _fear(given: Assumptions, chance: Chance, place: tuple[int, ...], risk: float) -> float:
    """What screening makes of it: it misses some, and fears for some who are well."""
    luck = chance.draw(*place, 11)
    if risk >= believed.DISTRESS:
        return risk if luck < given.recall else 0.1
    return 0.75 if luck < given.false_alarms else min(risk, 0.4)


def _people(given: Assumptions, chance: Chance, days: int) -> list[Person]:
    count = given.supporter_count
    raw = [chance.lognormal(1, given.inequality, _PERSON, one, 1) for one in range(count)]
    scale = given.minutes * count / sum(raw)
    return [_person(given, chance, one, raw[one] * scale, days) for one in range(count)]


def _person(given: Assumptions, chance: Chance, one: int, minutes: float, days: int) -> Person:
    place = (_PERSON, one)
    wanted = min(given.groups, 1 + chance.poisson(given.groups_each - 1, *place, 2))
    groups = {int(chance.draw(*place, 3, n) * given.groups) for n in range(wanted)}
    languages = {"fil"} | ({"en"} if chance.under(0.9, *place, 4) else set())
    if chance.under(given.cebuano_spoken, *place, 5):
        languages.add("ceb")
    lived = _some(chance, (*place, 6), 4)
    avoids = _some(chance, (*place, 7), 1) if chance.under(given.avoiding, *place, 8) else set()
    sessions = [
        (day * DAY + 60 * hour(believed.SUPPORTERS, chance.draw(_SESSION, one, day, 1)), length)
        for day in range(days)
        if chance.under(given.attendance, _SESSION, one, day, 2)
        for length in [_length(given, chance, minutes, (_SESSION, one, day, 3))]
    ]
    return Person(
        one, frozenset(groups), frozenset(languages), lived, frozenset(avoids), tuple(sessions)
    )


def _length(given: Assumptions, chance: Chance, minutes: float, place: tuple[int, ...]) -> float:
    """Minutes of one visit, so that ``minutes`` a day come out on average."""
    mean = minutes / given.attendance
    return chance.lognormal(
        mean * math.exp(-(given.visit_spread**2) / 2), given.visit_spread, *place
    )


def _some(chance: Chance, place: tuple[int, ...], count: int) -> frozenset[str]:
    return frozenset(chance.pick(TOPICS, *place, n) for n in range(count))


def hour(curve: Curve, luck: float) -> float:
    """The hour of the day (0 to 24) below which the share ``luck`` of the curve lies."""
    table = _table(curve)
    for number, (below, above) in enumerate(pairwise(table)):
        if luck <= above:
            return (number + (luck - below) / max(1e-12, above - below)) / 4
    return 23.99


_tables: dict[Curve, list[float]] = {}


def _table(curve: Curve) -> list[float]:
    if curve not in _tables:
        flat, peaks = curve
        weights = [flat + _bumps(quarter / 4, peaks) for quarter in range(96)]
        sums = [0.0]
        for weight in weights:
            sums.append(sums[-1] + weight / sum(weights))
        _tables[curve] = sums
    return _tables[curve]


def _bumps(at: float, peaks: tuple[tuple[float, float], ...]) -> float:
    """Bell curves around the day's clock."""
    away = (min(abs(at - peak), 24 - abs(at - peak)) / spread for peak, spread in peaks)
    return sum(math.exp(-(distance**2) / 2) for distance in away)
