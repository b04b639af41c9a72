"""What screening answers, as plain immutable values."""

from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """How soon a person should look; ordered, so that `max` raises."""

    NONE = 0
    CONCERN = 1
    URGENT = 2

    @property
    def slug(self) -> str:
        """The stable word for this level in JSON, tables and tests."""
        return self.name.lower()


KINDS = (
    "suicide_self_harm",
    "danger_from_others",
    "danger_to_others",
    "child_abuse",
    "medical_emergency",
    "eating_disorder",
    "harassment_hate",
    "sexual_solicitation",
    "method_encouragement",
    "selling_spam",
    "identifying",
    "distress",
)
"""Stable slugs. `distress` is pain without a named danger; `identifying` never raises a level."""

LIFE_KINDS = frozenset(
    {
        "suicide_self_harm",
        "danger_from_others",
        "child_abuse",
        "medical_emergency",
        "method_encouragement",
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where something was found: character offsets into the text as given, end exclusive."""

    kind: str
    start: int
    end: int
    rule: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the explanation: the rule's id and the author's words that met it."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Screening:
    """The answer for one text.

    `score` is the estimated risk to life from 0 to 1. Where `covered` is false no part of
    screening knows the language: `score` is then at least 0.5 and means "unknown", not "low".
    """

    level: str
    score: float
    kinds: tuple[str, ...]
    spans: tuple[Span, ...]
    language: str
    covered: bool
    version: str
    explanation: tuple[Reason, ...] = field(default=())
