"""What was said on a private line, opened for the two who may read it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from damayan.foundation.crypto import CannotOpen
from damayan.people.keys import opener_for
from damayan.people.models import Person
from damayan.safety.models import Concern, LineMessage, SafetyLine

CONTEXT = "safety line"
# Far more than people write to each other in one night.
_LATEST = 200


@dataclass(frozen=True)
class Message:
    """``words`` is None when the author's key is gone."""

    by_author: bool
    words: str | None
    at: datetime


@dataclass(frozen=True)
class Thread:
    """One line with its latest messages, oldest first; ``said`` counts them all."""

    line: SafetyLine
    messages: list[Message]
    said: int

    @property
    def is_open(self) -> bool:
        return self.line.left_at is None and self.line.ended_at is None

    @property
    def state(self) -> str:
        """What the live channel says of it when the page shows everything."""
        return f"{self.said}.{str(self.is_open).lower()}"

    @property
    def first(self) -> int:
        """The place of the first message shown, among all."""
        return self.said - len(self.messages)


def line_of(concern: Concern) -> Thread | None:
    """The line about a concern's subject, for guides; None when nothing was said. Three queries.

    Whether somebody may read it is for the caller to ask: who may decide the concern may.
    """
    about = SafetyLine.objects.filter(
        subject_kind=concern.subject_kind, subject_key=concern.subject_key
    )
    line = about.select_related("person").first()
    thread = _thread(line) if line else None
    return thread if thread and thread.messages else None


def line_page(person: Person, key: str) -> Thread | None:
    """The line ``key`` for the author whose it is; None for everybody else. Three queries."""
    line = SafetyLine.objects.filter(person=person, key=key).select_related("person").first()
    return _thread(line) if line else None


def _thread(line: SafetyLine) -> Thread:
    latest = list(line.messages.order_by("-created_at", "-id")[:_LATEST])
    said = len(latest) if len(latest) < _LATEST else line.messages.count()
    open_words = opener_for(line.person, CONTEXT)
    return Thread(line, [_message(one, open_words) for one in reversed(latest)], said)


def _message(one: LineMessage, open_words: Callable[[bytes], bytes]) -> Message:
    words: str | None = None
    with suppress(CannotOpen):
        words = open_words(bytes(one.words_sealed)).decode()
    return Message(one.side == LineMessage.Side.AUTHOR, words, one.created_at)
