"""Words for slugs, in the reader's language."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from damayan.people.models import Role
from damayan.stories.vocabulary import Feeling, Helped, Kind, Language, Topic, Word

VOCABULARY = {
    name: dict(vocabulary.choices)
    for name, vocabulary in {
        "kind": Kind,
        "language": Language,
        "topics": Topic,
        "feelings": Feeling,
        "helped": Helped,
    }.items()
}
_WORDS = [(word.value, word.label) for word in Word]
_BADGES = dict(Role.choices)


def label(name: str, slug: str) -> str:
    """A slug of the vocabulary in the reader's language."""
    return str(VOCABULARY[name].get(slug, slug))


def labels(name: str, slugs: Iterable[str]) -> list[str]:
    """Several of them."""
    return [label(name, slug) for slug in slugs]


def in_language(words: dict[str, str]) -> str:
    """A group's name or purpose in the reader's language, else in the first there is."""
    words = words or {}
    return words.get(get_language() or "en") or next(iter(words.values()), "")


def badges() -> dict[str, str]:
    """Roles worn openly, in the reader's language."""
    return _badges(get_language() or "")


def words_to_say() -> tuple[tuple[str, str], ...]:
    """Reactions as (slug, words), in the reader's language."""
    return _words_to_say(get_language() or "")


@lru_cache(maxsize=16)
def _badges(language: str) -> dict[str, str]:
    return {role: str(words) for role, words in _BADGES.items()}


@lru_cache(maxsize=16)
def _words_to_say(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((slug, str(words)) for slug, words in _WORDS)


def counts(row: Any) -> tuple[int, int, int, int]:
    """How often each was said, in the order of ``words_to_say``."""
    return row.hear, row.me_too, row.strength, row.thanks


def said_by_me(said: Iterable[str]) -> dict[int, set[str]]:
    """{reply id: words}; the story's own are under 0."""
    found: dict[int, set[str]] = {}
    for one in said:
        about, _colon, word = one.partition(":")
        found.setdefault(int(about), set()).add(word)
    return found
