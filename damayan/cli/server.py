"""The PostgreSQL that DATABASE_URL names: does it answer, and is it one we can use?"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from damayan.cli.trouble import Trouble

OLDEST = 16
_PATIENCE = 10  # seconds for a connection
_ADVISORY = 0x44616D61  # "Dama": one installer at a time per database


@dataclass(frozen=True)
class Jobs:
    """How the job queue does: the last sign of life of any worker, and counts."""

    heartbeat: datetime | None
    waiting: int
    failed: int


class Server:
    """Checks and first steps on the database server, without Django.

    ``embedded`` makes our own database first, which on another server is its operator's to make.
    """

    def __init__(self, *, embedded: bool, url: str = "") -> None:
        self.embedded = embedded
        self.url = url or os.environ["DATABASE_URL"]

    def check(self) -> None:
        """Raise Trouble unless the server answers, is new enough and has pgvector."""
        if self.embedded:
            self._create_database()
        with self._connect() as connection:
            _check_version(connection)
            _check_encoding(connection)
            _ensure_vector(connection)

    def is_new(self) -> bool:
        """Whether nothing of ours has ever been put there."""
        with self._connect() as connection:
            row = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
        return bool(row and row[0])

    def is_empty(self) -> bool:
        """Whether the database holds no table at all."""
        query = "SELECT count(*) = 0 FROM pg_tables WHERE schemaname = 'public'"
        with self._connect() as connection:
            row = connection.execute(query).fetchone()
        return bool(row and row[0])

    def migrations(self) -> list[str]:
        """The steps that the database has gone through, as "room.0001_name"."""
        query = "SELECT app || '.' || name FROM django_migrations ORDER BY id"
        with self._connect() as connection:
            return [str(row[0]) for row in connection.execute(query)]

    def jobs(self) -> Jobs | None:
        """How the job queue does, or None when it is not there."""
        query = """
            SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers),
                   (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'
                       AND (scheduled_at IS NULL OR scheduled_at <= now())),
                   (SELECT count(DISTINCT job_id) FROM procrastinate_events
                       WHERE type = 'failed' AND at > now() - interval '1 day')
        """
        try:
            with self._connect() as connection:
                row = connection.execute(query).fetchone()
        except errors.UndefinedTable:
            return None
        return Jobs(*row) if row else None  # type: ignore[arg-type]

    def analyze(self) -> None:
        """Let the planner know what is there."""
        with self._connect() as connection:
            connection.execute("ANALYZE")

    def major(self) -> int:
        """The major version of the server."""
        with self._connect() as connection:
            return connection.info.server_version // 10000

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold other machines' installers on the same database off for a while."""
        with self._connect() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY])
            yield

    def _connect(self, url: str = "") -> psycopg.Connection[tuple[object, ...]]:
        try:
            return psycopg.connect(url or self.url, autocommit=True, connect_timeout=_PATIENCE)
        except psycopg.ProgrammingError:
            raise Trouble(
                "DATABASE_URL is not an address of a PostgreSQL database.",
                "It looks like postgresql://user:password@host:5432/name",
            ) from None
        except psycopg.OperationalError as error:
            raise Trouble(
                f"The database that DATABASE_URL names does not answer: {_reason(error)}",
                "Start it or correct DATABASE_URL; without DATABASE_URL, Damayan runs its own.",
            ) from None

    def _create_database(self) -> None:
        name = str(conninfo_to_dict(self.url)["dbname"])
        with self._connect(make_conninfo(self.url, dbname="postgres")) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _check_version(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST:
        raise Trouble(
            f"The database server is PostgreSQL {major}; Damayan needs {OLDEST} or newer.",
            "Use a newer server, or none: without DATABASE_URL, Damayan runs its own.",
        )


def _check_encoding(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    row = connection.execute("SHOW server_encoding").fetchone()
    if row and row[0] != "UTF8":
        raise Trouble(
            f"The database stores its text as {row[0]}; Damayan needs UTF8.",
            "Make a new one: CREATE DATABASE damayan ENCODING 'UTF8' TEMPLATE template0",
        )


def _ensure_vector(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    query = "SELECT installed_version FROM pg_available_extensions WHERE name = 'vector'"
    row = connection.execute(query).fetchone()
    if row is None:
        raise Trouble(
            "The database server does not have the extension pgvector.",
            "Install pgvector there (on Debian: the package postgresql-NN-pgvector).",
        )
    if row[0] is not None:
        return
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except errors.InsufficientPrivilege:
        raise Trouble(
            "The extension pgvector is not switched on, and this database user may not do it.",
            "Let the server's administrator run in this database: CREATE EXTENSION vector",
        ) from None


def _reason(error: psycopg.OperationalError) -> str:
    """The last thing that the driver says; it names host and user, never a password."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
