"""How soon a need should be met, in minutes: by its reason, its level and the staffed hours.

Sources (design evidence; docs/routing.md): first answer within 15 minutes in staffed hours (Koko
reached a median of 9), 80 % within 60 minutes, 95 % within 12 hours, a second voice for somebody in
pain within a day. When nobody is on duty a promise of minutes would be untrue, so the target is
that of the next thing that is true.
"""

from collections.abc import Iterable

from damayan.support.routing.shapes import Why

# (while the programme's hours are staffed, otherwise)
_MINUTES: dict[Why, tuple[float, float]] = {
    Why.PAIN: (15, 60),
    Why.FIRST: (60, 180),
    Why.SECOND: (240, 480),
    Why.CAME_BACK: (360, 720),
    Why.QUIET: (180, 360),
    Why.WAITING: (720, 720),
}
_URGENT = (13.0, 30.0)


def target(why: Why, *, is_urgent: bool = False, is_staffed: bool = True) -> float:
    """Minutes within which such a need should be met; ``is_urgent``: screening's highest level."""
    staffed, otherwise = _URGENT if is_urgent and why is Why.PAIN else _MINUTES[why]
    return staffed if is_staffed else otherwise


def is_staffed(hour: float, shifts: Iterable[tuple[float, float]]) -> bool:
    """Whether a local hour (0 to 24) lies in one of the shifts (from, to), also over midnight."""
    return any(
        start <= hour < end if start <= end else hour >= start or hour < end
        for start, end in shifts
    )
