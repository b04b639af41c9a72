"""From a writer's fields to a row: tidied, cooked, shortened. Saves nothing; good for importers."""

from dataclasses import dataclass, field
from typing import Any

from damayan.foundation.ids import new_key
from damayan.foundation.words import cook, excerpt, tidy
from damayan.stories.models import Reply, Story
from damayan.stories.rules import TITLE_LENGTH
from damayan.stories.vocabulary import Feeling, Helped, Kind, Language, Topic

# Between the cooked answers to the three prompts; cooking never yields this tag.
SEAM = "<hr>"
_FORM_KEY = 24


@dataclass(frozen=True)
class Told:
    """What a writer fills in; lists hold slugs of the vocabulary, others are dropped."""

    happened: str
    felt: str = ""
    need: str = ""
    title: str = ""
    kind: str = Kind.STORY
    language: str = Language.ENGLISH
    feelings: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)


def clean_text(words: str) -> str:
    """Tidy words that PostgreSQL and a page can hold: no lone surrogates, no controls."""
    return tidy(words.encode("utf-8", "ignore").decode())


def plain_line(title: str) -> str:
    """A title: one line, cut to what a title may hold."""
    return " ".join(clean_text(title).split())[:TITLE_LENGTH].rstrip()


def clean_form_key(form_key: str) -> str:
    """The form's key as it came when it can be one, else a new one."""
    fits = 0 < len(form_key) <= _FORM_KEY and form_key.isascii()
    return form_key if fits and form_key.replace("-", "").isalnum() else new_key()


def story_fields(told: Told) -> dict[str, Any]:
    """The columns of a Story that come from the writer."""
    happened = clean_text(told.happened)
    felt = clean_text(told.felt)
    need = clean_text(told.need)
    title = plain_line(told.title)
    return {
        "title": title or excerpt(happened, 60),
        "happened": happened,
        "felt": felt,
        "need": need,
        "html": _joined(happened, felt, need),
        "excerpt": excerpt(happened, 200),
        "kind": told.kind if told.kind in Kind.values else Kind.STORY,
        "language": told.language if told.language in Language.values else Language.ENGLISH,
        "feelings": _known(told.feelings, Feeling.values),
        "topics": _known(told.topics, Topic.values),
        "helped": _known(told.helped, Helped.values),
    }


def reply_fields(words: str) -> dict[str, Any]:
    """The columns of a Reply that come from the writer."""
    tidied = clean_text(words)
    return {"words": tidied, "html": cook(tidied)}


def parts(html: str) -> list[str]:
    """The cooked answers to the three prompts; those left out are ""."""
    found = html.split(SEAM)
    return found + [""] * (3 - len(found))


def new_story(*, told: Told, form_key: str, **columns: Any) -> Story:
    """An unsaved Story."""
    return Story(form_key=clean_form_key(form_key), **story_fields(told), **columns)


def new_reply(*, words: str, form_key: str, **columns: Any) -> Reply:
    """An unsaved Reply."""
    return Reply(form_key=clean_form_key(form_key), **reply_fields(words), **columns)


def _joined(happened: str, felt: str, need: str) -> str:
    if not felt and not need:
        return cook(happened)
    return SEAM.join(cook(words) if words else "" for words in (happened, felt, need))


def _known(slugs: list[str], vocabulary: list[str]) -> list[str]:
    wanted = set(slugs)
    return [slug for slug in vocabulary if slug in wanted]
