"""From what a member wrote to safe HTML, once, when it is written.

A small Markdown subset (paragraphs, breaks, emphasis, strong, lists, quotes) by markdown-it-py,
then nh3. No links, pictures, headings or raw HTML: an address typed stays text.
"""

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote"}
_markdown = MarkdownIt("zero", {"breaks": True}).enable(
    ["emphasis", "list", "blockquote", "newline", "escape"]
)
# Controls, bidirectional overrides and other invisible tricks that could hide or reorder words.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_MANY_LINES = re.compile(r"\n{3,}")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"(^|\s)(?:[>*+-]|\d+\.)\s+|[*_]{1,3}", re.M)


def tidy(words: str) -> str:
    """Normalise to NFC, unify line ends, drop invisible controls, trim."""
    words = unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n")
    return _MANY_LINES.sub("\n\n", _INVISIBLE.sub("", words)).strip()


def cook(words: str) -> str:
    """Render tidy words to safe HTML."""
    return nh3.clean(_markdown.render(words), tags=_TAGS, attributes={}).strip()


def plain(words: str) -> str:
    """The words without marks, on one line."""
    return _SPACE.sub(" ", _MARKS.sub(r"\1", words)).strip()


def excerpt(words: str, length: int = 180) -> str:
    """The first ``length`` characters of plain words, cut at a word, with an ellipsis."""
    text = plain(words)
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(".,;: ") + "…"
