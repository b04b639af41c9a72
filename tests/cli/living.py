"""A real installation in a folder of its own, run by the real command."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from damayan.cli.account import owner_of_database
from damayan.cli.postgres import packaged_programs
from damayan.cli.process import start

COMMAND = [sys.executable, "-m", "damayan.cli"]


def clean_env(**more: str) -> dict[str, str]:
    """The environment of an operator: nothing that the tests themselves run with."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DAMAYAN_", "DJANGO_", "PYTEST_")) and name != "DATABASE_URL"
    }
    return {**kept, **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def new_folder() -> Iterator[Path]:
    """A folder for data that PostgreSQL's own user can reach, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="damayan-cli-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def eventually(
    condition: Callable[[], object], seconds: float = 15, told: Callable[[], str] = str
) -> None:
    """Wait for something to come true, and fail when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not true after {seconds} s; {told()}"
        time.sleep(0.05)


class Installation:
    """One data folder, and the ``damayan`` command at work on it."""

    def __init__(self, data: Path, **env: str) -> None:
        self.data = data
        self.port = free_port()
        self.env = clean_env(DAMAYAN_DATA=str(data), **env)
        self.command = COMMAND
        self.parent: subprocess.Popen[bytes] | None = None
        self.output = data.parent / f"{data.name}.output"

    def do(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run another ``damayan`` command to its end."""
        return subprocess.run(
            [*COMMAND, *words],
            env={**self.env, **env},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def up(self, *words: str) -> None:
        """Start, and wait until it says that it is ready."""
        with self.output.open("wb") as output:
            self.parent = subprocess.Popen(
                [*COMMAND, "up", "--port", str(self.port), *(words or ["--no-demo"])],
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        eventually(lambda: "Logs:" in self.said() or not self.is_up(), 60, self.said)
        assert self.is_up(), self.said()

    def is_up(self) -> bool:
        return self.parent is not None and self.parent.poll() is None

    def said(self) -> str:
        return self.output.read_text()

    def stop(self) -> int:
        """Stop it as Ctrl-C does; answers the exit code."""
        assert self.parent is not None
        self.parent.send_signal(signal.SIGINT)
        return self.parent.wait(20)

    def processes(self) -> dict[str, int]:
        """Its living processes, by what they are."""
        assert self.parent is not None
        children = _children_of(self.parent.pid)
        found = {}
        for pid, words in children.items():
            for name in ("damayan.cli.web", "damayan.cli.worker", "postgres -D"):
                if name in words:
                    found[name.split(".")[-1].split()[0]] = pid
        if "web" in found:
            found.update(dict.fromkeys(["server"], next(iter(_children_of(found["web"])), 0)))
        return {name: pid for name, pid in found.items() if pid}

    def answers(self) -> bool:
        """Whether a visitor gets any page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status in {200, 302}
        except OSError:
            return False
        finally:
            connection.close()

    def sql(self, query: str) -> str:
        """What the database answers, a line for each row."""
        if not self.is_up() or "DATABASE_URL" in self.env:
            return self._inside(_QUERY, query)
        url = f"postgresql://damayan@/damayan?host={self.data}/socket"
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query)
            rows = cursor.fetchall() if cursor.description else []
        return "\n".join("|".join(map(str, row)) for row in rows)

    def hashes(self) -> str:
        """A line for each table with a hash of its rows; without what changes by itself."""
        return self._inside(_HASHES)

    def _inside(self, *words: str) -> str:
        done = self.do("database", "--", sys.executable, "-c", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


_QUERY = """
import os, sys, psycopg
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as c:
    cursor = c.execute(sys.argv[1])
    for row in cursor.fetchall() if cursor.description else []:
        print(*row, sep="|")
"""
_HASHES = """
import hashlib, os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as c:
    c.execute("SET timezone = 'UTC'")
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    for (table,) in c.execute(tables).fetchall():
        if not table.startswith(("procrastinate", "foundation_cache")):
            rows = c.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1').fetchall()
            print(table, len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
"""


def _children_of(parent: int) -> dict[int, str]:
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            state, ppid = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(ppid) == parent and state != "Z":
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(entry.name)] = words.decode(errors="replace")
    return found


def sentences(text: str) -> str:
    """What an operator read, for comparing: without line breaks."""
    return re.sub(r"\s+", " ", text)


@contextlib.contextmanager
def postgres_16(folder: Path) -> Iterator[str]:
    """The URL of a database on an older server, whose user is no administrator there."""
    programs = packaged_programs().parents[1] / "pginstall" / "bin"
    owner = owner_of_database()
    home = folder / "sixteen"
    home.mkdir()
    if owner.switch:
        os.chown(home, *owner.switch)

    def run(*words: str | Path) -> None:
        assert start(words, env=clean_env(), output=None, owner=owner.switch, cwd=home).wait() == 0

    run(
        programs / "initdb",
        "-D",
        home / "data",
        "-U",
        "boss",
        "-A",
        "trust",
        "-N",
        "--locale=C.UTF-8",
    )
    options = f"-c listen_addresses= -c fsync=off -k {home}"
    control = (programs / "pg_ctl", "-D", home / "data", "-w")
    run(*control, "-l", home / "log", "-o", options, "start")
    try:
        boss = f"postgresql://boss@/postgres?host={home}"
        with psycopg.connect(boss, autocommit=True) as connection:
            connection.execute("CREATE ROLE app LOGIN")
            connection.execute("CREATE DATABASE damayan OWNER app")
        with psycopg.connect(boss, dbname="damayan") as connection:
            connection.execute("CREATE EXTENSION vector")
        yield f"postgresql://app@/damayan?host={home}"
    finally:
        run(*control, "-m", "fast", "stop")
