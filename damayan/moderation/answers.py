"""Ready-made answers: reviewed words in each language, which a guide may begin with."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "answers"
# In the order in which they are offered, with their own names.
LANGUAGES = {"en": "English", "fil": "Filipino", "ceb": "Binisaya"}
_LIKE = {"taglish": "fil"}


@dataclass(frozen=True)
class Ready:
    """``uses``: the deeds it is offered for. Not yet reviewed where ``reviewed_by`` is empty."""

    key: str
    situation: str
    uses: Sequence[str]
    words: str
    reviewed_by: str = ""
    reviewed_on: str = ""


@cache
def answers_in(language: str) -> tuple[Ready, ...]:
    """All answers in one of LANGUAGES, in the order of the file; read once."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        found = tomllib.load(file)
    return tuple(Ready(**{**one, "words": one["words"].strip()}) for one in found["answer"])


def ready_for(deed: str, language: str) -> list[Ready]:
    """What fits a deed, in a language that is there."""
    return [one for one in answers_in(spoken(language)) if deed in one.uses]


def ready_words(deed: str, language: str, key: str) -> str:
    """The words of one answer; "" for one that is not there."""
    return next((one.words for one in ready_for(deed, language) if one.key == key), "")


def spoken(language: str) -> str:
    """The language of LANGUAGES that comes nearest."""
    near = _LIKE.get(language, language)
    return near if near in LANGUAGES else "en"
