"""From words that others will read to what screening found in them. Pure; keeps nothing."""

import logging
from dataclasses import dataclass
from typing import Any

from damayan.safety.models import Concern
from damayan.safety.screening import Level, Screening, screen

log = logging.getLogger(__name__)
Levels = Concern.Level
# Screening reads no further than this in one go, so longer words are read piece by piece.
_PIECE = 20_000
FAILED = "screening failed"


@dataclass(frozen=True)
class Found:
    """What screening found; the fields are those of ``Concern``."""

    level: int
    kinds: tuple[str, ...] = ()
    score: float | None = None
    explanation: tuple[dict[str, str], ...] = ()
    version: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """As a Concern keeps it."""
        return {
            "kinds": list(self.kinds),
            "score": self.score,
            "explanation": list(self.explanation),
            "version": self.version,
        }


def look_at(*texts: str, language: str | None = None) -> Found:
    """What is in these words: the gravest of their pieces. Milliseconds, no query.

    Never raises: when screening itself fails a guide looks instead, and nobody is kept from
    being heard.
    """
    whole = "\n\n".join(filter(None, texts))
    pieces = [whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE)]
    try:
        seen = [_found(screen(piece, language=language)) for piece in pieces]
    except Exception as error:  # noqa: BLE001 - the words must go out
        log.error("%s: %s", FAILED, type(error).__name__)
        return Found(Levels.CONCERN, version=FAILED)
    return max(seen, key=lambda one: (one.level, one.score or 0), default=Found(Levels.NONE))


def _found(screening: Screening) -> Found:
    return Found(
        level=int(Level[screening.level.upper()]),
        kinds=screening.kinds,
        score=screening.score,
        explanation=tuple({"rule": r.rule, "words": r.words} for r in screening.explanation),
        version=screening.version,
    )
