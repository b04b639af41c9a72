"""Queries written with the ORM, compiled once, prepared by PostgreSQL, run with other values.

Building a rich queryset, and planning it, costs more processor time than answering it. The hot
pages therefore compile theirs once per process: stand-ins mark the places of the real values, all
other parameters become literals, and the server keeps the plan for as long as the connection lives
(behind PgBouncer in transaction mode this needs its version 1.21 or newer).
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import JSONField
from psycopg import sql
from psycopg.types.numeric import Int8

_INTEGER = 1 << 61
_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)
_PLACES = re.compile(r"%s|%%")
# Names of columns, which we never ask for by name: shorter text is parsed faster.
_ALIAS = re.compile(r' AS "\w+"')


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
    names: frozenset[str]
    json_columns: tuple[int, ...]


class Prepared:
    """``build(slots)`` gives a ``values_list`` queryset; ``rows(name=value…)`` runs it as tuples.

    Only for columns that psycopg reads as they are, and JSONFields, which are parsed. Every slot
    needs a value: a missing name raises KeyError. Values without a slot are not looked at.
    """

    def __init__(self, build: Callable[[Slots], Any]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> _Compiled:
        connection.ensure_connection()
        slots = Slots()
        query = self._build(slots).query
        text, params = query.sql_with_params()
        compiler = query.get_compiler(connection=connection)
        compiler.setup_query()
        columns = [expression for expression, _sql, _alias in compiler.select]
        left = iter(params)
        text = _PLACES.sub(
            lambda found: _place(slots, next(left)) if found[0] == "%s" else "%%",
            _ALIAS.sub("", text),
        )
        return _Compiled(
            text,
            frozenset(slots.names.values()),
            tuple(i for i, c in enumerate(columns) if isinstance(c.output_field, JSONField)),
        )

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Run it; one query."""
        compiled = self._compiled
        params = {name: _value(values[name]) for name in compiled.names}
        with _cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if compiled.json_columns:
            return [tuple(_parsed(row, compiled.json_columns)) for row in found]
        return found

    def row(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return next(iter(self.rows(**values)), None)


def run(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run a hand-written statement with ``%(name)s`` places, prepared; the rows it returns."""
    with _cursor() as cursor:
        cursor.execute(statement, {name: _value(value) for name, value in values.items()})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _cursor() -> Any:
    """A cursor of Django's connection whose statements the server prepares at once.

    Django's own cursors bind values on the client, which never prepares; they do not look at the
    threshold.
    """
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = 0
    django: Any = connection
    return django._prepare_cursor(ServerBindingCursor(raw))  # type: ignore[call-arg]


def _place(slots: Slots, value: Any) -> str:
    """What stands at one place: a slot, a list of one slot, or a literal."""
    if isinstance(value, list) and len(value) == 1 and _name(slots, value[0]):
        return f"ARRAY[%({_name(slots, value[0])})s]"
    if name := _name(slots, value):
        return f"%({name})s"
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")


def _name(slots: Slots, value: Any) -> str:
    known = isinstance(value, (int, str, datetime)) and not isinstance(value, bool)
    return slots.names.get(value, "") if known else ""


def _value(value: Any) -> Any:
    """Integers all of one size, so that one statement serves small and large ids."""
    return Int8(value) if type(value) is int else value


def _parsed(row: tuple[Any, ...], columns: tuple[int, ...]) -> Iterator[Any]:
    for index, value in enumerate(row):
        parse = index in columns and isinstance(value, str)
        yield json.loads(value) if parse else value
