"""``damayan doctor``: one line for everything that could be wrong; changes nothing."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from damayan.cli import embedded, keys, lock, preflight
from damayan.cli.places import Places, Record, new_record, places, read_record
from damayan.cli.postgres import MAJOR
from damayan.cli.process import start
from damayan.cli.server import Server
from damayan.cli.trouble import Trouble

_BACKUP_AGE = timedelta(days=8)
_HEARTBEAT = timedelta(seconds=60)
_MANY_WAITING = 1000


@dataclass(frozen=True)
class Finding:
    """One line: whether it is as it should be ("ok", "look", "bad"), what, and the way on."""

    state: str
    what: str
    way_on: str = ""

    def __str__(self) -> str:
        line = f"{self.state:<5}{self.what}"
        return f"{line}\n     → {self.way_on}" if self.way_on else line


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""


def run(args: argparse.Namespace) -> int:
    """Print every finding; answers 1 when one of them is bad."""
    findings = list(examine(places()))
    for finding in findings:
        print(finding)
    bad = sum(finding.state == "bad" for finding in findings)
    print(f"\n{bad} of {len(findings)} need to be put right." if bad else "\nAll is well.")
    return 1 if bad else 0


def examine(where: Places) -> Iterator[Finding]:
    """Look at program, folder, keys, database, jobs, address and backups, in this order."""
    yield Finding("ok", f"Python {sys.version.split()[0]}")
    if not where.data.is_dir():
        yield Finding("look", f"{where.data} does not exist", "The first start makes it: bin/run")
        return
    yield from _folder(where)
    try:
        record = read_record(where) or new_record()
    except Trouble as trouble:
        yield Finding("bad", trouble.sentence, trouble.way_on)
        return
    yield from _keys(where)
    yield from _database(where, record)
    yield from _address()
    yield _backup(where)


def _folder(where: Places) -> Iterator[Finding]:
    yield _try(f"{where.data} is a data folder", preflight.folder_is_ours, where)
    yield _try("it can be written to", preflight.folder_is_writable, where)
    yield _try("no restore broke off", preflight.no_restore_broke_off, where)
    yield _try("enough disk space is free", preflight.disk_has_room, where.data)


def _keys(where: Places) -> Iterator[Finding]:
    for name in keys.KEYS:
        fault = keys.fault(where, name)
        yield Finding("bad", fault) if fault else Finding("ok", f"{name} is there and private")


def _database(where: Places, record: Record) -> Iterator[Finding]:
    url = os.environ.get("DATABASE_URL")
    if not url:
        try:
            cluster = embedded.cluster_of(where, record)
        except Trouble as trouble:
            yield Finding("bad", trouble.sentence, trouble.way_on)
            return
        yield Finding("ok", f"the embedded PostgreSQL {MAJOR} runs as {cluster.owner.name}")
        if not lock.is_held(where) or not cluster.is_ready():
            yield Finding("look", "Damayan is not running here", "Start it to see more: bin/run")
            return
        url = cluster.url
    server = Server(embedded=False, url=url)
    checked = _try("the database answers, is new enough and has pgvector", server.check)
    yield checked
    if checked.state == "ok":
        os.environ["DATABASE_URL"] = url
        yield _migrations(where)
        yield from _jobs(server)


def _migrations(where: Places) -> Finding:
    env = {**os.environ, "DAMAYAN_DATA": str(where.data)}
    with Path(os.devnull).open("wb") as silence:
        words = [sys.executable, "-m", "django", "migrate", "--check"]
        process = start(words, env=env, output=silence)
    if process.wait() == 0:
        return Finding("ok", "the database is at this version of the program")
    return Finding("bad", "the database is not at this version", "Start again: bin/run")


def _jobs(server: Server) -> Iterator[Finding]:
    state = server.jobs()
    if state is None:
        yield Finding("bad", "the job queue is missing", "Start again: bin/run")
        return
    alive = state.heartbeat is not None and datetime.now(UTC) - state.heartbeat < _HEARTBEAT
    yield (
        Finding("ok", "a worker is alive")
        if alive
        else Finding("bad", "no worker is alive: nobody gets notices", "Start again: bin/run")
    )
    yield (
        Finding("look", f"{state.failed} jobs failed in the last day", "See logs/worker.log")
        if state.failed
        else Finding("ok", "no job failed in the last day")
    )
    if state.waiting > _MANY_WAITING:
        yield Finding("look", f"{state.waiting} jobs wait", "Give it more: DAMAYAN_JOBS=8")


def _address() -> Iterator[Finding]:
    address = os.environ.get("DAMAYAN_ADDRESS", "")
    parts = urlsplit(address)
    if not address or parts.hostname in {"localhost", "127.0.0.1"}:
        yield Finding(
            "look",
            "only this machine is served",
            "For a public address see docs/running.md: DAMAYAN_ADDRESS=https://…",
        )
    elif parts.scheme != "https":
        yield Finding("bad", f"{address} is not encrypted", "Put TLS in front: docs/running.md")
    else:
        yield Finding("ok", f"the public address is {address}")
    if not os.environ.get("DAMAYAN_SMTP_HOST"):
        yield Finding("look", "no mail server is set, so nobody gets e-mail", "DAMAYAN_SMTP_HOST=…")


def _backup(where: Places) -> Finding:
    way_on = "damayan backup FILE, every day: docs/backup.md"
    try:
        made = datetime.fromisoformat((where.run / "last-backup").read_text())
    except (OSError, ValueError):
        return Finding("look", "there has been no backup", way_on)
    age = datetime.now(UTC) - made
    if age > _BACKUP_AGE:
        return Finding("look", f"the last backup is {age.days} days old", way_on)
    return Finding("ok", f"the last backup is of {made:%Y-%m-%d %H:%M} UTC")


def _try(what: str, check: Callable[..., None], *words: object) -> Finding:
    try:
        check(*words)
    except Trouble as trouble:
        return Finding("bad", trouble.sentence, trouble.way_on)
    return Finding("ok", what)
