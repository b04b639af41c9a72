"""The helplines that every installation starts with, from ``data/helplines.json``."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "helplines.json"
_FIELDS = ("slug", "name", "number", "network", "place", "hours", "languages", "kind")
# What came to the file after the first installations; their migration asks for it by itself.
SINCE = ("networks",)


def rows(*more: str) -> Iterator[dict[str, Any]]:
    """Field values by name, one mapping per helpline, in the order of the file; ``more`` fields.

    A row without ``verified_on`` stays unverified, and the page says so.
    """
    for place, row in enumerate(json.loads(_FILE.read_text(encoding="utf-8")), 1):
        values = {name: row[name] for name in (*_FIELDS, *more)}
        yield values | {"order": 10 * place, "verified_at": _moment(row.get("verified_on"))}


def _moment(day: str | None) -> datetime | None:
    if not day:
        return None
    return datetime.combine(datetime.fromisoformat(day).date(), time(12), tzinfo=UTC)
