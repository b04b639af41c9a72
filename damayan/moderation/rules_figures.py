"""What may be published of a count: nothing below ten, and nothing that gives it back by reckoning.

Whoever knows a total and all parts but one knows that one too, and who knows that two parts below
ten make eighteen knows both. So a total is told beside parts that are kept back only when each of
these could still be many numbers; else the total is kept back as well (a test plays the reader who
knows these rules and reckons).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

SMALLEST = 10
# A 95th percentile of fewer is one person's wait.
ENOUGH_FOR_P95 = 40
# A part that is kept back could be at least this many numbers.
COULD_BE = 6


@dataclass(frozen=True)
class Parts:
    """``shown`` by name; ``others``: the sum of those kept back, None when that is not told.

    ``total`` is None when it is small, or would give back a part.
    """

    total: int | None
    shown: dict[str, int]
    others: int | None

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {"total": self.total, "shown": self.shown, "others": self.others}


def parts_of(counts: Mapping[str, int]) -> Parts:
    """A table of counts that add up, as it may be published."""
    shown = {name: count for name, count in counts.items() if count >= SMALLEST}
    total, kept = sum(counts.values()), len(counts) - len(shown)
    others = total - sum(shown.values())
    if total < SMALLEST or (kept and not _is_open(others, kept)):
        return Parts(None, shown, None)
    return Parts(total, shown, others if kept else None)


def _is_open(together: int, kept: int) -> bool:
    """Whether each of ``kept`` small parts could be many numbers when their sum is known."""
    most = SMALLEST - 1
    lowest, highest = max(0, together - most * (kept - 1)), min(most, together)
    return together >= SMALLEST and highest - lowest + 1 >= COULD_BE


def all_or_none(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts whose sum may be known from elsewhere: told together, or not at all."""
    told = all(count >= SMALLEST for count in counts.values())
    return {name: count if told else None for name, count in counts.items()}


def count_of(count: int) -> int | None:
    """A count that stands alone, as it may be published."""
    return count if count >= SMALLEST else None


def share_of(part: int, whole: int) -> dict[str, int] | None:
    """A share in whole percent: ``{"is": 87}``, or only ``at_least`` or ``at_most``.

    A share of a known whole gives back the part and what is missing from it. When one of the two is
    small, the bound says only that it is; rounded to tens, it does not give back the whole either.
    None when nothing can be said.
    """
    missing = whole - part
    if whole < SMALLEST or (part < SMALLEST and missing < SMALLEST):
        return None
    if missing < SMALLEST:
        return {"at_least": floor(10 * (whole - SMALLEST + 1) / whole) * 10}
    if part < SMALLEST:
        return {"at_most": ceil(10 * (SMALLEST - 1) / whole) * 10}
    return {"is": round(100 * part / whole)}


def minutes_of(seconds: float | None, many: int, enough: int = SMALLEST) -> int | None:
    """A length of time in minutes, at least one; None when too few stand behind it.

    Also None when it is infinite: that many have not been met at all.
    """
    if seconds is None or many < enough or seconds == float("inf"):
        return None
    return max(1, round(seconds / 60))
