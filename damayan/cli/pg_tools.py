"""PostgreSQL's own dump and restore, driven so that no password shows in the process list."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from damayan.cli.postgres import MAJOR, packaged_programs
from damayan.cli.process import start
from damayan.cli.trouble import Trouble

_OPTIONS = "-c lock_timeout=60s -c client_min_messages=warning"
_CHUNK = 1024 * 1024
# A cache is made anew; nothing is lost without it.
_NOT_DUMPED = ("foundation_cache",)
# We say COMMIT ourselves, when everything has arrived: a script that breaks off changes nothing.
_BEGIN = b"BEGIN;\n"
_COMMIT = b"COMMIT;\n"
_CLEAR = Path(__file__).with_name("clear.sql")
# pg_restore writes this for every server, but servers before 17 do not know it.
_TOO_NEW = b"SET transaction_timeout"


def dump(url: str, server_major: int) -> Iterator[bytes]:
    """The database at ``url`` in pg_dump's custom format, piece by piece.

    A consistent snapshot, also while others write. Raises Trouble when it does not succeed, so
    whoever reads to the end has all of it.
    """
    command: list[str | Path] = [_program("pg_dump", server_major), "--format=custom"]
    command += ["--no-password"]
    command += [f"--exclude-table-data={name}" for name in _NOT_DUMPED]
    with tempfile.TemporaryFile() as errors:
        process = start(command, env=_env(url), output=subprocess.PIPE, errors=errors)
        assert process.stdout is not None  # noqa: S101 - for the type checker
        try:
            while piece := process.stdout.read(_CHUNK):
                yield piece
            process.wait()
        finally:
            process.stdout.close()
            process.kill()
            process.wait()
        if process.returncode:
            raise Trouble(f"The database could not be read: {_last_line(errors)}")


def load(url: str, server_major: int, source: IO[bytes]) -> None:
    """Put a dump into the database at ``url`` in place of what is there, whole or not at all."""
    unpack: list[str | Path] = [_program("pg_restore", server_major), "--file=-"]
    unpack += ["--no-owner", "--no-privileges", "--no-comments"]
    enter: list[str | Path] = [_program("psql", server_major), "--no-psqlrc", "--quiet"]
    enter += ["--no-password", "--set=ON_ERROR_STOP=1", "--file=-", "--output=/dev/null"]
    with tempfile.TemporaryFile() as errors:
        reader = start(
            unpack, env=_env(url), output=subprocess.PIPE, errors=errors, feed=subprocess.PIPE
        )
        writer = start(enter, env=_env(url), output=None, errors=errors, feed=subprocess.PIPE)
        feeder = threading.Thread(target=_copy, args=(source, reader.stdin))
        feeder.start()
        try:
            complete = _pass_on(reader, writer, server_major)
        finally:
            reader.kill()
            feeder.join()
        if not complete or writer.returncode:
            raise Trouble(
                f"The backup could not be restored: {_last_line(errors)}",
                "The database is as it was before.",
            )


def _pass_on(
    reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], server_major: int
) -> bool:
    """Hand the script on; an incomplete one ends without COMMIT."""
    assert reader.stdout is not None  # noqa: S101 - for the type checker
    assert writer.stdin is not None  # noqa: S101
    try:
        writer.stdin.write(_BEGIN + _CLEAR.read_bytes())
        for line in reader.stdout:
            if not (server_major < MAJOR and line.startswith(_TOO_NEW)):
                writer.stdin.write(line)
            if line.startswith(b"CREATE "):
                break
        shutil.copyfileobj(reader.stdout, writer.stdin, _CHUNK)
        complete = reader.wait() == 0
        if complete:
            writer.stdin.write(_COMMIT)
        writer.stdin.close()
    except BrokenPipeError:
        complete = False
    writer.wait()
    return complete


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    try:
        shutil.copyfileobj(source, target, _CHUNK)
        target.close()
    except (BrokenPipeError, ValueError):  # the reader ended first and says why
        return


def _program(name: str, server_major: int) -> Path:
    """Our own program, or for a newer server the one on the PATH that is new enough."""
    if server_major <= MAJOR:
        return packaged_programs() / name
    found = shutil.which(name)
    if found and _version(found) >= server_major:
        return Path(found)
    raise Trouble(
        f"The database server is PostgreSQL {server_major}, newer than the {name} that Damayan "
        "brings.",
        f"Install PostgreSQL's client programs of version {server_major} (on Debian: "
        f"postgresql-client-{server_major}).",
    )


def _version(program: str) -> int:
    process = start([program, "--version"], env=os.environ, output=subprocess.PIPE)
    found = re.search(rb"(\d+)", process.communicate()[0])
    return int(found[1]) if found else 0


def variables(url: str) -> dict[str, str]:
    """The connection as environment variables, by the names that libpq gives them."""
    given = conninfo_to_dict(url)
    options = [(option.keyword.decode(), option.envvar) for option in Conninfo.get_defaults()]
    return {
        variable.decode(): str(given[keyword])
        for keyword, variable in options
        if variable and given.get(keyword) is not None
    }


def _env(url: str) -> dict[str, str]:
    return {**os.environ, **variables(url), "PGOPTIONS": _OPTIONS}


def _last_line(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read().decode(errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    reasons = [line for line in said if "ERROR:" in line or "error:" in line] or said
    return reasons[-1] if reasons else "no reason given"
