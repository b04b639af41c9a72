from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F

from damayan.support.referral.models import Referral, State, WhyNot

SMALLEST = 10


@dataclass(frozen=True)
class Figures:
    """What came of referrals; None where fewer than ten people stand behind a number.

    ``change``: mean of after minus before on the scale from 0 to 10, ``n``: who answered both.
    """

    states: list[tuple[str, int | None]]
    reasons: list[tuple[str, int | None]]
    change: float | None
    n: int | None


def figures() -> Figures:
    """Over all referrals of this installation; three queries."""
    states = _counted("state")
    reasons = _counted("why_not")
    both = Referral.objects.exclude(before=None).exclude(after=None)
    answered: dict[str, Any] = both.aggregate(
        n=Count("person", distinct=True), mean=Avg(F("after") - F("before"))
    )
    enough = answered["n"] >= SMALLEST
    return Figures(
        states=[(str(State(one).label), _shown(states.get(one, 0))) for one in State.values],
        reasons=[(str(WhyNot(one).label), _shown(reasons.get(one, 0))) for one in WhyNot.values],
        change=round(float(answered["mean"]), 1) if enough else None,
        n=answered["n"] if enough else None,
    )


def _counted(field: str) -> dict[str, int]:
    """Referrals by value, only where enough different people stand behind them."""
    rows = Referral.objects.values(field).annotate(
        n=Count("pk"), people=Count("person", distinct=True)
    )
    return {one[field]: one["n"] for one in rows if one["people"] >= SMALLEST}


def _shown(count: int) -> int | None:
    return count if count >= SMALLEST else None
