"""Keyset paging, both ways: a page is a place in the order, not a number.

The cursor in the URL names the row by its public key (``?after=KEY`` older, ``?before=KEY`` newer),
so it survives new rows, leaks no time or count, and costs the same at ten million rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows in display order, and the cursors of the neighbouring pages ("" where there is none)."""

    rows: Sequence[T]
    earlier: str = ""
    later: str = ""


def page_of(
    rows: QuerySet[Any],
    *,
    by: str,
    size: int,
    after: str = "",
    before: str = "",
    newest_first: bool = True,
    key: str = "key",
    among: QuerySet[Any] | None = None,
) -> Page[Any]:
    """One page of ``rows`` ordered by ``by`` then id.

    ``after`` continues past that row in display order, ``before`` goes back. An unknown cursor
    gives the first page. Two queries at most (one for the cursor's own place, one for the rows).

    ``among`` are the rows that a cursor may name, for lists which rows leave while somebody reads;
    they must be visible to the reader, or the page would tell that a guessed key is somebody's.
    """
    place = _place(rows if among is None else among, by, key, after or before)
    backwards = bool(before and not after and place)
    descending = newest_first != backwards
    if place:
        rows = rows.filter(_beyond(by, place, descending=descending))
    sign = "-" if descending else ""
    found = list(rows.order_by(f"{sign}{by}", f"{sign}id")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page(rows=[])
    has_earlier, has_later = (more, bool(place)) if backwards else (bool(place), more)
    return Page(
        rows=found,
        earlier=getattr(found[0], key) if has_earlier else "",
        later=getattr(found[-1], key) if has_later else "",
    )


def _place(rows: QuerySet[Any], by: str, key: str, cursor: str) -> tuple[Any, int] | None:
    # PostgreSQL refuses a NUL; no key has one, nor any other sign that cannot be seen.
    if not cursor.isprintable() or not cursor:
        return None
    return rows.filter(**{key: cursor[:64]}).values_list(by, "id").first()


def _beyond(by: str, place: tuple[Any, int], *, descending: bool) -> Q:
    value, pk = place
    op = "lt" if descending else "gt"
    return Q(**{f"{by}__{op}": value}) | Q(**{by: value, f"id__{op}": pk})
