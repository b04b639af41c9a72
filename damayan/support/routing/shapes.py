"""What routing knows of a need and of a supporter, and what it answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_NOTHING: frozenset[str] = frozenset()


class Why(StrEnum):
    """Why a story still needs an answer; the first that is true, in this order."""

    PAIN = "pain"
    FIRST = "first"
    SECOND = "second"
    CAME_BACK = "came_back"
    QUIET = "quiet"
    WAITING = "waiting"


# Nobody at all has answered yet.
UNANSWERED = frozenset({Why.PAIN, Why.FIRST, Why.WAITING})


@dataclass(frozen=True, slots=True)
class Need:
    """A story that needs an answer.

    ``since`` is the minute from which it waits, ``target`` the minutes within which it should be
    met, ``risk`` what screening fears (0 to 1), ``topics`` its topics and feelings, ``places`` how
    many more supporters are wanted, those who are ``writing`` already taken off.
    """

    key: int
    group: int
    why: Why
    since: float
    target: float
    risk: float = 0.0
    language: str = ""
    topics: frozenset[str] = _NOTHING
    places: int = 1
    writing: int = 0
    is_painful: bool = False


@dataclass(frozen=True, slots=True)
class Supporter:
    """Somebody who has time now.

    ``lived`` are the topics and feelings of their own stories, which the other side never sees;
    ``minutes`` the time that is left today; ``answers`` what they gave within the last day, ``cap``
    the most that they want to give; ``painful_run`` how many painful stories they answered in a
    row; ``never`` the keys of needs that are not for them: own, answered, declined, out of contact.
    """

    key: int
    groups: frozenset[int]
    languages: frozenset[str]
    lived: frozenset[str] = _NOTHING
    avoids: frozenset[str] = _NOTHING
    minutes: float = 40.0
    answers: int = 0
    cap: int = 6
    painful_run: int = 0
    never: frozenset[int] = frozenset()


class Suggestion(NamedTuple):
    """One need offered to one supporter, with what it is worth."""

    need: Need
    score: float
    shared: bool
