"""From words that others will read to what screening found in them. Pure; keeps nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from damayan.safety.models import Concern
from damayan.safety.screening import Level, Screening, screen, words_found

log = logging.getLogger(__name__)
Levels = Concern.Level
# Screening reads no further than this in one go, so longer words are read piece by piece.
_PIECE = 20_000
FAILED = "screening failed"
# How the explanation names a hit in a group's own list of words.
LISTED = "group word list"


@dataclass(frozen=True)
class Found:
    """What screening found; the fields are those of ``Concern``.

    ``waits``: it uses words that the group lets no one read before a guide did.
    """

    level: int
    kinds: tuple[str, ...] = ()
    score: float | None = None
    explanation: tuple[dict[str, str], ...] = ()
    version: str = ""
    waits: bool = False

    @property
    def is_urgent(self) -> bool:
        return self.level >= Levels.URGENT

    @property
    def columns(self) -> dict[str, Any]:
        """As a Concern keeps it."""
        return {
            "kinds": list(self.kinds),
            "score": self.score,
            "explanation": list(self.explanation),
            "version": self.version,
        }


def look_at(
    *texts: str, language: str | None = None, listed: Sequence[dict[str, str]] = ()
) -> Found:
    """What is in these words: the gravest of their pieces. Milliseconds, no query.

    ``listed`` are the group's own words as ``Group.word_list`` keeps them. Never raises: when
    screening itself fails a guide looks instead, and nobody is kept from being heard.
    """
    whole = "\n\n".join(filter(None, texts))
    pieces = [whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE)]
    try:
        seen = [_found(screen(piece, language=language)) for piece in pieces]
        found = max(seen, key=lambda one: (one.level, one.score or 0), default=Found(Levels.NONE))
        return _with_listed(found, whole, listed) if listed else found
    except Exception as error:  # noqa: BLE001 - the words must go out
        log.error("%s: %s", FAILED, type(error).__name__)
        return Found(Levels.CONCERN, version=FAILED)


def _with_listed(found: Found, whole: str, listed: Sequence[dict[str, str]]) -> Found:
    """The same with what the group's own list adds: a concern at least, and perhaps a wait."""
    does = {one["words"]: one["does"] for one in listed}
    hits = [(span.rule, whole[span.start : span.end]) for span in words_found(whole, tuple(does))]
    if not hits:
        return found
    reasons = ({"rule": LISTED, "words": words} for words in dict(hits).values())
    return replace(
        found,
        level=max(found.level, int(Levels.CONCERN)),
        explanation=(*found.explanation, *reasons),
        waits=any(does.get(entry) == "wait" for entry, _words in hits),
    )


def _found(screening: Screening) -> Found:
    return Found(
        level=int(Level[screening.level.upper()]),
        kinds=screening.kinds,
        score=screening.score,
        explanation=tuple({"rule": r.rule, "words": r.words} for r in screening.explanation),
        version=screening.version,
    )
