"""The identity guard: before words go out, it marks what may tell who somebody is. It only asks.

What a person decides holds for the words they send with it and is kept nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from damayan.foundation.ids import new_key
from damayan.safety.screening import Span, find_identifying, mask
from damayan.stories.compose import clean_text
from damayan.stories.drafting import Fields
from damayan.stories.forms import ReplyForm, StoryForm

# Name and values of the buttons.
CHOICE = "who"
HIDE, CHANGE, AS_IS = "hide", "change", "as_is"
TEXTS = ("title", "happened", "felt", "need", "words")

KINDS = {
    "email": _("an e-mail address"),
    "phone": _("a phone number"),
    "link": _("a link"),
    "handle": _("an account elsewhere"),
    "address": _("a place where somebody lives or is"),
    "school": _("a school"),
    "workplace": _("a workplace"),
    "name": _("a name"),
    "id": _("a number that belongs to one person"),
}
MASKS = {
    "email": _("[e-mail]"),
    "phone": _("[phone]"),
    "link": _("[link]"),
    "handle": _("[account]"),
    "address": _("[place]"),
    "school": _("[school]"),
    "workplace": _("[workplace]"),
    "name": _("[name]"),
    "id": _("[number]"),
}
_LABELS = {**StoryForm.base_fields, **ReplyForm.base_fields}
Noticed = dict[str, list[Span]]


@dataclass(frozen=True)
class Shown:
    """One field as the page shows it: pieces of text, each with whether it is marked."""

    label: str
    pieces: list[tuple[str, bool]]


def notice(fields: Fields) -> Noticed:
    """What may identify somebody, by field; empty when there is nothing. No query."""
    found = {name: find_identifying(_text(fields, name)) for name in TEXTS if fields.get(name)}
    return {name: spans for name, spans in found.items() if spans}


def hide(fields: Fields, noticed: Noticed) -> Fields:
    """The same fields with neutral words in place of what was noticed."""
    words = {detail: str(word) for detail, word in MASKS.items()}
    hidden = {name: mask(_text(fields, name), spans, words) for name, spans in noticed.items()}
    return {**fields, **hidden}


def show(fields: Fields, noticed: Noticed, *, is_hidden: bool) -> dict[str, Any]:
    """What the page shows and sends on; ``is_hidden``: the words as they are after hiding."""
    kinds = {span.detail: None for spans in noticed.values() for span in spans}
    sent = hide(fields, noticed) if is_hidden else fields
    spans = {} if is_hidden else noticed
    return {
        "is_hidden": is_hidden,
        "kinds": [str(KINDS[kind]) for kind in kinds if kind in KINDS],
        "texts": [
            Shown(str(_LABELS[name].label), list(_pieces(_text(sent, name), spans.get(name, []))))
            for name in TEXTS
            if name in noticed
        ],
        "hidden": list(_pairs({"form_key": new_key(), **sent})),
    }


def _text(fields: Fields, name: str) -> str:
    return clean_text(str(fields.get(name, "")))


def _pieces(text: str, spans: list[Span]) -> Iterator[tuple[str, bool]]:
    at = 0
    for span in spans:
        yield text[at : span.start], False
        yield text[span.start : span.end], True
        at = span.end
    yield text[at:], False


def _pairs(fields: Fields) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, str(one)
