"""The reply coach: looks at a draft on our own machine and suggests one thing to try.

Pure Python, no database, no network, nothing kept, nobody scored. How well it sees: docs/coach.md.
"""

from dataclasses import dataclass
from typing import Any

from damayan.support.coach.judging import HABITS, UNSAFE, Because, Judged, judge
from damayan.support.coach.suggesting import Suggestion, suggest

__all__ = ["HABITS", "UNSAFE", "Because", "Judged", "Look", "Suggestion", "look"]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a draft found, and the one thing to try."""

    judged: Judged
    suggestion: Suggestion

    @property
    def line(self) -> dict[str, Any]:
        """As ``damayan coach --jsonl`` writes it, without the id."""
        return {**self.judged.line, "suggestion": self.suggestion.line}


def look(*, story: str, reply: str, speaks: str = "") -> Look:
    """Look at ``reply``, a draft of an answer to ``story``; both may be any text, of any length.

    ``speaks``: the language (en or fil) in which the person wants to be spoken to; "" takes the
    draft's own. A few milliseconds at most; raises nothing.
    """
    judged = judge(reply)
    return Look(judged, suggest(judged, story=story, reply=reply, speaks=speaks))
