"""How well a score tells yes from no: AUROC with its interval. Pure."""

import math
from collections.abc import Sequence

Scored = Sequence[tuple[int, float]]


def auroc(scored: Scored) -> float:
    """The chance that a yes scores higher than a no (ties count half); NaN without both."""
    ranked = sorted(scored, key=lambda one: one[1])
    yes = sum(label for label, _ in ranked)
    no = len(ranked) - yes
    if not yes or not no:
        return math.nan
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][1] == ranked[at][1]:
            end += 1
        total += (at + end + 1) / 2 * sum(label for label, _ in ranked[at:end])
        at = end
    return (total - yes * (yes + 1) / 2) / (yes * no)


def interval(area: float, yes: int, no: int) -> tuple[float, float]:
    """95 % interval of an AUROC (Hanley and McNeil 1982, doi 10.1148/radiology.143.1.7063747)."""
    both, none = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (yes - 1) * (both - area**2) + (no - 1) * (none - area**2)
    reach = 1.96 * math.sqrt(max(spread, 0.0) / (yes * no))
    return max(0.0, area - reach), min(1.0, area + reach)


def summary(scored: Scored) -> dict[str, float | int | list[float]]:
    """AUROC, interval and counts, rounded for a table; without an area where one side is empty."""
    yes = sum(label for label, _ in scored)
    counts = {"yes": yes, "no": len(scored) - yes}
    area = auroc(scored)
    if math.isnan(area):
        return {**counts}
    low, high = interval(area, yes, len(scored) - yes)
    return {**counts, "auroc": round(area, 3), "interval": [round(low, 3), round(high, 3)]}
