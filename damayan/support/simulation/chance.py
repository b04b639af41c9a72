"""Luck that belongs to a place, not to an order: the same question has the same answer whatever was
asked before it, so that every way of routing meets the same people in the same mood (common random
numbers; Law, Simulation Modeling and Analysis, ch. 11).
"""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

_MASK = (1 << 64) - 1
_NORMAL = NormalDist()
_Item = TypeVar("_Item")


class Chance:
    """Draws named by whole numbers, after SplitMix64 (Steele 2014, 10.1145/2660193.2660195)."""

    def __init__(self, seed: int) -> None:
        self._seed = _mix(seed)

    def draw(self, *place: int) -> float:
        """Even between 0 and 1, never exactly either."""
        state = self._seed
        for part in place:
            state = _mix(state ^ (part & _MASK))
        return ((state >> 11) + 0.5) / (1 << 53)

    def under(self, chance: float, *place: int) -> bool:
        """True with this chance."""
        return self.draw(*place) < chance

    def pick(self, items: Sequence[_Item], *place: int) -> _Item:
        """One of the items, each as likely."""
        return items[int(self.draw(*place) * len(items))]

    def lognormal(self, median: float, spread: float, *place: int) -> float:
        """A time: ``spread`` is the standard deviation of its logarithm."""
        return median * math.exp(spread * _NORMAL.inv_cdf(self.draw(*place)))

    def exponential(self, mean: float, *place: int) -> float:
        """A time without memory."""
        return -mean * math.log(self.draw(*place))

    def poisson(self, mean: float, *place: int) -> int:
        """A small count (mean below 20)."""
        left, count = self.draw(*place), 0
        chance = math.exp(-mean)
        while left > chance:
            left -= chance
            count += 1
            chance *= mean / count
            if chance < 1e-12:
                break
        return count

    def poisson_count(self, mean: float, *place: int) -> int:
        """A large count, by its normal approximation."""
        return max(0, round(mean + math.sqrt(mean) * _NORMAL.inv_cdf(self.draw(*place))))


def _mix(value: int) -> int:
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)
