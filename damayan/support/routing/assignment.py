"""Who is offered what: a sparse, greedy assignment of needs to those who have time.

Each supporter is offered a few needs; the first of them is theirs alone as far as places go, so
that a hundred supporters do not stand before one story. The pairs are taken from the most valuable
down, which keeps at least half of the value of the best possible assignment (it is a greedy
b-matching); see docs/decisions/0011-routing.md for why no solver.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter

from damayan.support.routing.limits import has_room
from damayan.support.routing.scoring import WEIGHTS, Weights, may_be_offered, urgency, worth
from damayan.support.routing.shapes import Need, Suggestion, Supporter

SLOTS = 3
# What one supporter is weighed against, shared out over their groups: the most pressing, and a
# stretch of the others that differs from supporter to supporter; in each group also a few of like
# experience. Where few share a group the stretch is longer: nothing is overlooked.
_PRESSING, _STRETCH, _ALIKE, _LOOKS = 12, 12, 3, 400
# How many more than are wanted may see a need among their further suggestions.
_SPARE = 1

_Ranked = list[tuple[float, Need]]
_Pair = tuple[float, float, int, Need]


def assign(
    needs: Iterable[Need],
    supporters: Iterable[Supporter],
    now: float,
    *,
    slots: int = SLOTS,
    weights: Weights = WEIGHTS,
) -> dict[int, list[Suggestion]]:
    """At most ``slots`` suggestions for each supporter with time, the most valuable first.

    Keys are the supporters'. Nobody beyond their cap is offered anything; a need without places is
    offered to nobody.
    """
    able = [one for one in supporters if has_room(one)]
    pools = _pools(needs, able, now, slots, weights)
    pairs = sorted(_pairs(pools, able, weights), key=lambda pair: (-pair[0], pair[2]))
    return _take(pairs, able, slots)


def _pools(
    needs: Iterable[Need], able: list[Supporter], now: float, slots: int, weights: Weights
) -> dict[int, "_Pool"]:
    """By group with somebody able, its most pressing needs; more than could be offered."""
    helpers = Counter(group for one in able for group in one.groups)
    by_group: dict[int, _Ranked] = defaultdict(list)
    for need in needs:
        if need.places > 0 and need.group in helpers:
            by_group[need.group].append((urgency(need, now, weights), need))
    return {
        group: _Pool(_foremost(found, _room(helpers[group], slots)), helpers[group])
        for group, found in by_group.items()
    }


def _room(helpers: int, slots: int) -> int:
    return max(_LOOKS, slots * helpers)


def _foremost(ranked: _Ranked, many: int) -> _Ranked:
    return sorted(ranked, key=itemgetter(0), reverse=True)[:many]


class _Pool:
    """The needs of one group from the most pressing, and by what they are about."""

    def __init__(self, ranked: _Ranked, helpers: int) -> None:
        self.ranked = ranked
        self.spread = _LOOKS // helpers
        self.about: dict[str, _Ranked] = defaultdict(list)
        for one in ranked:
            for topic in one[1].topics:
                if len(self.about[topic]) < _ALIKE:
                    self.about[topic].append(one)

    def candidates(self, supporter: Supporter, turn: int) -> dict[int, tuple[float, Need]]:
        """By key, what is worth looking at for this supporter."""
        groups = len(supporter.groups)
        pressing, stretch = _PRESSING // groups + 1, max(self.spread, _STRETCH // groups + 1)
        start = pressing + turn * stretch % max(1, len(self.ranked))
        found = self.ranked[:pressing] + self.ranked[start : start + stretch]
        for topic in supporter.lived & self.about.keys():
            found += self.about[topic]
        return {need.key: (pressing, need) for pressing, need in found}


def _pairs(pools: dict[int, _Pool], able: list[Supporter], weights: Weights) -> Iterator[_Pair]:
    turns: Counter[int] = Counter()
    for place, supporter in enumerate(able):
        for group in supporter.groups & pools.keys():
            found = pools[group].candidates(supporter, turns[group])
            turns[group] += 1
            for pressing, need in found.values():
                if may_be_offered(need, supporter):
                    yield *worth(need, supporter, pressing, weights), place, need


def _take(pairs: list[_Pair], able: list[Supporter], slots: int) -> dict[int, list[Suggestion]]:
    offered: dict[int, list[Suggestion]] = {one.key: [] for one in able}
    shown: Counter[int] = Counter()
    # Somebody for everybody first; then those who are wanted beside; then further suggestions.
    for most, beside, extra in ((1, False, 0), (1, True, 0), (slots, True, _SPARE)):
        for score, common, place, need in pairs:
            mine = offered[able[place].key]
            room = need.places + extra if beside else 1
            if len(mine) >= most or shown[need.key] >= room or _has(mine, need):
                continue
            mine.append(Suggestion(need, score, common > 0))
            shown[need.key] += 1
    for mine in offered.values():
        mine.sort(key=lambda suggestion: -suggestion.score)
    return offered


def _has(mine: list[Suggestion], need: Need) -> bool:
    return any(suggestion.need.key == need.key for suggestion in mine)
