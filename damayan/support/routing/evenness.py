"""How evenly work is shared."""

from collections.abc import Sequence


def gini(values: Sequence[float]) -> float:
    """How unequal: 0 when all have the same, towards 1 when one has everything."""
    total, count = sum(values), len(values)
    if not total:
        return 0.0
    ranked = sum(place * value for place, value in enumerate(sorted(values), start=1))
    return 2 * ranked / (count * total) - (count + 1) / count
