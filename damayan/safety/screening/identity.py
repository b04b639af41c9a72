"""The identity guard: marks words by which a member could be recognised or reached elsewhere.

It advises before posting and never raises a level. Public helplines are nobody's secret.
"""

import re

from damayan.safety.screening.contacts import contact_spans
from damayan.safety.screening.personal import personal_spans
from damayan.safety.screening.segments import segments
from damayan.safety.screening.types import Span

MASKS = {
    "email": "[e-mail]",
    "phone": "[phone]",
    "link": "[link]",
    "handle": "[account]",
    "address": "[place]",
    "school": "[school]",
    "workplace": "[workplace]",
    "name": "[name]",
    "id": "[number]",
}


def find_identifying(text: str) -> list[Span]:
    """Spans of kind `identifying`, by place in the text, not overlapping.

    `detail` is one of email, phone, link, handle, address, school, workplace, name, id.
    """
    kept: list[Span] = []
    pieces = segments(text)
    words = frozenset().union(*(piece.words for piece in pieces))
    for span in (*contact_spans(text, words, pieces), *personal_spans(text, words, pieces)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def mask(text: str, spans: list[Span], words: dict[str, str] | None = None) -> str:
    """The text with each identifying span replaced by a word such as `[phone]`.

    `words` gives other replacements by detail, for instance translated ones.
    """
    masks = MASKS | (words or {})
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        if span.kind == "identifying":
            text = text[: span.start] + masks.get(span.detail, "[…]") + text[span.end :]
    return re.sub(r"[ \t]{2,}", " ", text)
