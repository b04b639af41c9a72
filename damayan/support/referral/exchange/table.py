"""The directory as CSV: one row a service, one column a field, words by language in columns."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from damayan.support.referral.models import Service

WORDED = ("name", "about", "for_whom", "cost", "hours", "way_there")
PLAIN = ("organisation", "province", "city", "address", "phone", "email")
LISTS = ("kinds", "languages")
# A cell that begins so would be run as a formula by some spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns() -> list[str]:
    """The first row."""
    codes = [code for code, _name in settings.LANGUAGES]
    worded = [f"{name}_{code}" for name in WORDED for code in codes]
    return ["id", *worded, *PLAIN, *LISTS, "free", "checked"]


def write(services: Iterable[Service]) -> str:
    """CSV in UTF-8 words, for spreadsheets; cells that look like formulas get a leading '."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns())
    writer.writeheader()
    writer.writerows(
        {name: _safe(value) for name, value in _row(service).items()} for service in services
    )
    return out.getvalue()


def _row(service: Service) -> dict[str, str]:
    codes = [code for code, _name in settings.LANGUAGES]
    worded = {
        f"{name}_{code}": (getattr(service, name) or {}).get(code, "")
        for name in WORDED
        for code in codes
    }
    return {
        "id": service.source_id or service.key,
        **worded,
        **{name: getattr(service, name) for name in PLAIN},
        **{name: " ".join(getattr(service, name)) for name in LISTS},
        "free": "yes" if service.is_free else "",
        "checked": service.verified_at.date().isoformat() if service.verified_at else "",
    }


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def read(text: str) -> list[dict[str, Any]]:
    """Raw field values by row; what they mean is checked by ``exchange.incoming``."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return [_raw(row) for row in rows]


def _raw(row: dict[str, str | None]) -> dict[str, Any]:
    cells = {name: _plain(value) for name, value in row.items() if isinstance(name, str)}
    codes = [code for code, _name in settings.LANGUAGES]
    raw: dict[str, Any] = {"source_id": cells.get("id", "")}
    for name in WORDED:
        words = {code: cells.get(f"{name}_{code}", "") for code in codes}
        raw[name] = {code: value for code, value in words.items() if value}
    raw |= {name: cells.get(name, "") for name in PLAIN}
    raw |= {name: cells.get(name, "").replace(",", " ").split() for name in LISTS}
    raw["is_free"] = cells.get("free", "").lower() in {"yes", "true", "1", "oo"}
    return raw


def _plain(value: Any) -> str:
    words = value.strip() if isinstance(value, str) else ""
    return words[1:] if words.startswith("'") and words[1:].startswith(_FORMULA) else words
