"""The course as data: one file a module and language in ``data/course/``.

Modules stand in the order of their files' numbers. A language without a course of its own gets the
English one. No file carries a verdict on a person: a check says which answers are right and why.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from damayan.foundation.words import cook

DATA = Path(__file__).parent / "data" / "course"
LANGUAGES = ("en", "fil")


@dataclass(frozen=True)
class Page:
    title: str
    html: str


@dataclass(frozen=True)
class Choice:
    """What one could say or do; ``feedback`` answers this choice and no other."""

    key: str
    words: str
    feedback: str
    fits: bool


@dataclass(frozen=True)
class Scenario:
    title: str
    html: str
    choices: tuple[Choice, ...]

    def chosen(self, key: str) -> Choice | None:
        """The choice of this key; None for any other word."""
        return next((one for one in self.choices if one.key == key), None)


@dataclass(frozen=True)
class Question:
    """``options`` by key; ``essential``: nobody passes without it."""

    key: str
    ask: str
    options: Mapping[str, str]
    right: str
    why: str
    essential: bool


@dataclass(frozen=True)
class Module:
    slug: str
    title: str
    about: str
    minutes: int
    pages: tuple[Page, ...]
    scenarios: tuple[Scenario, ...]
    check: tuple[Question, ...]

    @property
    def steps(self) -> tuple[Page | Scenario, ...]:
        """Pages first, then scenarios; the check comes after the last."""
        return (*self.pages, *self.scenarios)

    def missed(self, answers: Mapping[str, str]) -> list[Question]:
        """The questions that were not answered right, in order."""
        return [one for one in self.check if answers.get(one.key) != one.right]

    def is_passed(self, answers: Mapping[str, str]) -> bool:
        """Every essential one is right."""
        return not any(one.essential for one in self.missed(answers))


def modules(language: str) -> tuple[Module, ...]:
    """The whole course in ``language``, or in English where it is not written yet."""
    return _read(language if language in LANGUAGES else "en")


def module(language: str, slug: str) -> Module | None:
    """One module; None for an unknown slug."""
    return next((one for one in modules(language) if one.slug == slug), None)


def slugs() -> tuple[str, ...]:
    """The modules that make the course, in order."""
    return tuple(one.slug for one in modules("en"))


@lru_cache(maxsize=len(LANGUAGES))
def _read(language: str) -> tuple[Module, ...]:
    return tuple(_module(path) for path in sorted((DATA / language).glob("*.toml")))


def _module(path: Path) -> Module:
    given = tomllib.loads(path.read_text("utf-8"))
    return Module(
        slug=path.stem.partition("-")[2],
        title=given["title"],
        about=given["about"],
        minutes=given["minutes"],
        pages=tuple(Page(one["title"], cook(one["words"])) for one in given["pages"]),
        scenarios=tuple(_scenario(one) for one in given["scenarios"]),
        check=tuple(_question(one) for one in given["check"]),
    )


def _scenario(given: Mapping[str, Any]) -> Scenario:
    choices = tuple(
        Choice(key, one["words"], one["feedback"], one["fits"])
        for key, one in given["choices"].items()
    )
    return Scenario(given["title"], cook(given["words"]), choices)


def _question(given: Mapping[str, Any]) -> Question:
    return Question(
        key=given["key"],
        ask=given["ask"],
        options=given["options"],
        right=given["right"],
        why=given["why"],
        essential=given["essential"],
    )
