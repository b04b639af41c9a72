"""One thing to try, with one example that fits the story; the reply itself stays the writer's."""

import json
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from damayan.safety.screening.language import identify
from damayan.support.coach.cues import DATA, Cues
from damayan.support.coach.judging import Judged
from damayan.support.coach.reading import read

LANGUAGES = ("en", "fil")
HINTS = frozenset({"feeling", "understanding"})
"""Situations about which the coach is often wrong, and says so."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``example`` is in the language of the draft; "" where there is nothing to show."""

    situation: str
    advice: str
    example: str

    @property
    def is_hint(self) -> bool:
        """The coach sees feelings and understanding only dimly."""
        return self.situation in HINTS

    @property
    def line(self) -> str:
        """Both in one paragraph."""
        return f"{self.advice} “{self.example}”" if self.example else self.advice


def suggest(judged: Judged, *, story: str, reply: str, speaks: str = "") -> Suggestion:
    """The one thing to try, said in ``speaks`` (en or fil; "" for the draft's own language)."""
    written = language_of(reply, story)
    situation = situation_of(judged) if reply.strip() else "empty"
    advice = sayings(speaks if speaks in LANGUAGES else written)[situation]["try"]
    return Suggestion(situation, advice, _example(situation, written, story))


def situation_of(judged: Judged) -> str:
    """What matters most: danger, then listening before advice, then what is missing."""
    if judged.unsafe:
        return judged.unsafe[0]
    noticed = {because.what for because in judged.because}
    if judged.advice_first:
        return "preach" if "preach" in noticed else "advice_first"
    if judged.habits:
        return judged.habits[0]
    if "ask" not in noticed:
        return "ask"
    if noticed & {"feel", "understand"}:
        return "ready"
    return "feeling"


def language_of(reply: str, story: str) -> str:
    """The language in which an example helps: Filipino also for Taglish and Cebuano."""
    for text in (reply, story):
        spoken = identify(text[:1_500])
        if spoken != "other":
            return "en" if spoken == "en" else "fil"
    return "en"


@cache
def sayings(language: str) -> dict[str, Any]:
    """The reviewed sentences of one language, by situation."""
    found: dict[str, Any] = json.loads((DATA / f"suggestions.{language}.json").read_text("utf-8"))
    return found


@cache
def _topics() -> Cues:
    return Cues([DATA / "about.txt"])


def _example(situation: str, language: str, story: str) -> str:
    """Always the same for one story, so that a second look does not confuse."""
    by_topic = sayings(language)[situation]["examples"]
    about = {cue.name for cue in _topics().find(read(story))} if len(by_topic) > 1 else set()
    topic = next((name for name in by_topic if name in about), "any")
    choices = by_topic.get(topic, ())
    return choices[zlib.crc32(story.encode("utf-8", "ignore")) % len(choices)] if choices else ""
