"""What an author meets after words that worry us: remembered for an hour in their own session.

Sealed there, so that no table tells who wrote what. Whoever meets the whole card meets only a
shorter line when they write again within the hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase

from damayan.foundation.clock import now
from damayan.safety import sealed_session
from damayan.safety.models import Concern

_NAME = "care"
_HOUR = 60 * 60


@dataclass(frozen=True)
class Care:
    """``is_whole``: the card with everything; else a line. ``said``: a slug of ``Said``, or ""."""

    kind: str
    key: str
    level: int
    is_whole: bool
    said: str = ""

    @property
    def is_urgent(self) -> bool:
        return self.level >= Concern.Level.URGENT


def remember(session: SessionBase, *, level: int, kind: str, key: str) -> None:
    """Show care on the page of these words for an hour; nothing for level 0."""
    if not level:
        return
    before, moment = sealed_session.kept(session, _NAME), now().timestamp()
    card_at = before.get("card_at", 0)
    whole = level >= Concern.Level.URGENT and moment - card_at >= _HOUR
    sealed_session.keep(
        session,
        _NAME,
        {
            "subject": [kind, key],
            "level": level,
            "whole": whole,
            "at": moment,
            "card_at": moment if whole else card_at,
        },
    )


def shown(session: SessionBase, subjects: Iterable[tuple[str, str]]) -> Care | None:
    """The care for one of these (kind, key) of the reader's own words. No query."""
    kept = sealed_session.kept(session, _NAME)
    if not kept or now().timestamp() - kept["at"] >= _HOUR:
        return None
    kind, key = kept["subject"]
    if (kind, key) not in set(subjects):
        return None
    return Care(kind, key, kept["level"], kept["whole"], kept.get("said", ""))


def note_said(session: SessionBase, *, kind: str, key: str, said: str) -> None:
    """Remember the answer that they gave on the card."""
    kept = sealed_session.kept(session, _NAME)
    if kept and kept["subject"] == [kind, key]:
        sealed_session.keep(session, _NAME, {**kept, "said": said})
