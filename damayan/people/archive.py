"""The zip that a person takes home: one page to read, one file for machines."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import force_str

from damayan.foundation.clock import now
from damayan.people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Part(NamedTuple):
    """What one holding answered."""

    name: "str | _StrPromise"
    rows: list[dict[str, Any]]


def packed(person: Person, parts: list[Part]) -> bytes:
    """index.html, in the person's language, and data.json, in one zip."""
    with translation.override(person.language):
        made_at = now()
        page = render_to_string("people/archive.html", {"parts": parts, "made_at": made_at})
        data = {
            "made_at": made_at,
            "parts": [{"name": str(part.name), "rows": part.rows} for part in parts],
        }
        words = json.dumps(data, ensure_ascii=False, indent=1, default=_plain)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", page)
        archive.writestr("data.json", words)
    return file.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return force_str(value)
