"""Queries written with the ORM, compiled once, then run with other values.

Building a rich queryset costs more processor time than PostgreSQL needs to answer it. The hot pages
therefore compile theirs once per process: stand-in values mark the places of the real ones.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import JSONField, QuerySet

_INTEGER = 1 << 61
_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)


class Slots:
    """Hands out stand-ins by name while a queryset is built."""

    def __init__(self) -> None:
        self.names: dict[Any, str] = {}

    def _new(self, name: str, stand_in: Any) -> Any:
        self.names[stand_in] = name
        return stand_in

    def integer(self, name: str) -> int:
        """A stand-in for an integer, such as an id."""
        return int(self._new(name, _INTEGER + len(self.names)))

    def text(self, name: str) -> str:
        """A stand-in for a string."""
        return str(self._new(name, f"\x01{name}"))

    def moment(self, name: str) -> datetime:
        """A stand-in for an aware datetime."""
        stand_in = _MOMENT + timedelta(seconds=len(self.names))
        self._new(name, stand_in)
        return stand_in


class _Compiled(NamedTuple):
    sql: str
    params: tuple[tuple[str, Any], ...]
    json_columns: tuple[int, ...]


class Prepared:
    """``build(slots)`` gives a ``values_list`` queryset; ``rows(name=value…)`` runs it as tuples.

    Only for columns that psycopg reads as they are, and JSONFields, which are parsed. Every value
    passed must have a slot: a missing or unknown name raises KeyError.
    """

    def __init__(self, build: Callable[[Slots], "QuerySet[Any, Any]"]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> _Compiled:
        slots = Slots()
        query = self._build(slots).query
        sql, params = query.sql_with_params()
        selected = query.get_compiler(connection=connection)
        selected.setup_query()
        columns = [expression for expression, _sql, _alias in selected.select]
        return _Compiled(
            sql,
            tuple(_place(slots, value) for value in params),
            tuple(i for i, c in enumerate(columns) if isinstance(c.output_field, JSONField)),
        )

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Run it; one query."""
        compiled = self._compiled
        params = [_value(kind, value, values) for kind, value in compiled.params]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if compiled.json_columns:
            return [tuple(_parsed(row, compiled.json_columns)) for row in found]
        return found

    def row(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return next(iter(self.rows(**values)), None)


def _place(slots: Slots, value: Any) -> tuple[str, Any]:
    """What stands at one place: a constant, a slot's name, or a list of one slot."""
    if isinstance(value, list) and len(value) == 1:
        kind, name = _place(slots, value[0])
        return ("list", name) if kind == "slot" else ("constant", value)
    known = isinstance(value, (int, str, datetime)) and not isinstance(value, bool)
    if known and value in slots.names:
        return "slot", slots.names[value]
    return "constant", value


def _value(kind: str, value: Any, values: dict[str, Any]) -> Any:
    if kind == "constant":
        return value
    return values[value] if kind == "slot" else [values[value]]


def _parsed(row: tuple[Any, ...], columns: tuple[int, ...]) -> Iterator[Any]:
    for index, value in enumerate(row):
        parse = index in columns and isinstance(value, str)
        yield json.loads(value) if parse else value
