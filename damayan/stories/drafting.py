"""Drafts: words not yet sent, sealed with the personal key, one per person and place.

A place names the form: ``write:<group slug>``, ``reply:<story key>``, ``edit-story:<story key>``
or ``edit-reply:<reply key>``. The sealed value is JSON: the form's fields, lists for chips.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.crypto import salted_hmac

from damayan.foundation.crypto import CannotOpen
from damayan.people.keys import open_for, seal_for
from damayan.people.models import Person

LISTS = ("feelings", "topics", "helped")
TEXTS = (
    "happened",
    "felt",
    "need",
    "title",
    "kind",
    "language",
    "words",
    "to",
    "form_key",
)
TYPED = ("happened", "felt", "need", "title", "words")
LONGEST = 400_000
_PLACE = re.compile(r"(?:write:[-a-z0-9_]{1,48}|(?:reply|edit-story|edit-reply):[a-z0-9]{1,16})\Z")

Fields = dict[str, Any]


def is_place(place: str) -> bool:
    """Whether a form could have this name."""
    return _PLACE.match(place) is not None


def fields_of(data: QueryDict) -> Fields:
    """What of a submitted form is worth keeping; empty when nothing was typed."""
    fields: Fields = {name: data[name] for name in TEXTS if data.get(name)}
    if not any(fields.get(name, "").strip() for name in TYPED):
        return {}
    fields.update({name: data.getlist(name)[:40] for name in LISTS if name in data})
    return fields


def pack(fields: Mapping[str, Any]) -> bytes:
    """As bytes; ValueError when they are too many."""
    packed = json.dumps(fields).encode("ascii")
    if len(packed) > LONGEST:
        raise ValueError
    return packed


def unpack(packed: bytes) -> Fields:
    """What ``pack`` made."""
    fields: Fields = json.loads(packed)
    return fields


def sealed(person: Person, place: str, fields: Mapping[str, Any]) -> bytes:
    """Seal for one person and place; one query for their key."""
    return seal_for(person, pack(fields), f"draft:{place}")


def opened(person: Person, place: str, value: bytes | memoryview | None) -> Fields:
    """Open what ``sealed`` made; {} when there is nothing or the key is gone. One query."""
    if value is None:
        return {}
    try:
        return unpack(open_for(person, bytes(value), f"draft:{place}"))
    except CannotOpen:
        return {}


def name_on_phone(person: Person, place: str) -> str:
    """An opaque name for what a browser keeps, another for every person."""
    return salted_hmac("damayan.draft", f"{person.pk}:{place}").hexdigest()[:16]
