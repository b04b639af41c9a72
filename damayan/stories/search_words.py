"""From what was typed to a PostgreSQL query, and from PostgreSQL's snippet to safe HTML."""

import re

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models.expressions import Combinable
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from damayan.foundation.words import plain, tidy

LONGEST = 200
# From Unicode's private use area: no keyboard types them, and strays are dropped below.
_START, _STOP = "\ue000", "\ue001"
_STRAY = re.compile(f"[{_START}{_STOP}]")
_MARKED = re.compile(f"{_START}([^{_START}{_STOP}]*){_STOP}")
_MINUS = re.compile(r"(?<!\S)-+")
_OR = re.compile(r"(?<!\S)or(?!\S)", re.IGNORECASE)


def clean(words: str) -> str:
    """One line, at most LONGEST characters, that PostgreSQL can hold.

    "-word" needs another word beside it: alone, or after "or", it would mean nearly everything.
    """
    line = " ".join(tidy(words.encode("utf-8", "ignore").decode())[:LONGEST].split())
    only_without = all(part.startswith("-") for part in line.split())
    return _MINUS.sub("", line) if only_without or _OR.search(line) else line


def query_of(words: str) -> SearchQuery | Combinable:
    """``words`` (cleaned) as English and as they stand, in the manner of web search.

    With "-word" only as English: what one reading leaves out, the other must not bring back.
    """
    english = SearchQuery(words, config="english", search_type="websearch")
    if _MINUS.search(words):
        return english
    return english | SearchQuery(words, config="simple", search_type="websearch")


def snippet_of(text: Combinable | str, words: str) -> SearchHeadline:
    """An expression for the part of ``text`` around the hits."""
    return SearchHeadline(
        text,
        query_of(words),
        config="english",
        start_sel=_START,
        stop_sel=_STOP,
        max_words=32,
        min_words=16,
    )


def marked(snippet: str) -> SafeString:
    """The snippet as HTML: everything escaped, only the hits in <mark>."""
    line = _MARKED.sub(r"<mark>\1</mark>", escape(plain(snippet)))
    return mark_safe(_STRAY.sub("", line))  # noqa: S308 - escaped on the line above
