"""Whom to tell that somebody waits, when nobody who is here now can answer.

Only those who asked to be told, each once in a while, a few at a time: the best fitting, the least
loaded first.
"""

from collections.abc import Iterable
from heapq import nlargest

from damayan.support.routing.limits import has_room
from damayan.support.routing.scoring import may_be_offered, urgency, worth
from damayan.support.routing.shapes import Need, Supporter, Why

# So many at once; the same person not again within so many minutes.
AT_ONCE = 4
BETWEEN = 3 * 60.0
# When nobody has come, others are told after so many minutes.
AGAIN = 10.0


def is_worth_a_call(need: Need, now: float) -> bool:
    """Somebody in pain at once; somebody new when their time is up; others never."""
    if need.places <= 0:
        return False
    return need.why is Why.PAIN or (need.why is Why.FIRST and now - need.since >= need.target)


def whom_to_call(
    need: Need, away: Iterable[Supporter], now: float, *, many: int = AT_ONCE
) -> list[Supporter]:
    """The best few of those who asked to be told, have not been told lately and are not here."""
    able = [one for one in away if has_room(one) and may_be_offered(need, one)]
    pressing = urgency(need, now)
    return nlargest(many, able, key=lambda one: (worth(need, one, pressing)[0], -one.key))
