"""``damayan up``: database, web and worker under one parent, until somebody says stop."""

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from damayan.cli import embedded, lock, preflight
from damayan.cli.places import Places, Record, new_record, places, read_record
from damayan.cli.postgres import Cluster
from damayan.cli.process import start
from damayan.cli.supervisor import Child, Supervisor
from damayan.cli.trouble import SAID, Trouble

_ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - recognised, not chosen
_HERE = {"127.0.0.1", "::1", "localhost"}
_LAST_PORT = 65535
_MANY_FAILURES = 3
_FAULT = 500  # HTTP status from which on the program itself is wrong


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (%(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (%(default)s)")
    parser.add_argument(
        "--empty",
        action="store_true",
        help="a real installation: no sample community, and a one-time link for the coordinator",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="do not make the sample community on the first start"
    )


def run(args: argparse.Namespace) -> int:
    """Start everything and stay; answers 0 after a clean stop."""
    where = places()
    embedded.open_folder(where)
    preflight.folder_is_ours(where)
    preflight.folder_is_writable(where)
    preflight.no_restore_broke_off(where)
    record = read_record(where) or new_record()
    if args.empty and record.sample:
        raise Trouble(
            f"{where.data} holds the sample community; --empty is for a new installation.",
            "Choose a new folder: DAMAYAN_DATA=… damayan up --empty",
        )
    preflight.disk_has_room(where.data, *_homes(record))
    with lock.held(where):
        lock.stop_leftovers(where)
        preflight.port_is_free(args.host, args.port)
        return Installation(where, record, args).run()


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port; a port is a number up to 65535")
    return int(text)


def _homes(record: Record) -> list[Path]:
    home = Path(record.postgres_home) if record.postgres_home else None
    return [home] if home and home.is_dir() else []


class Installation:
    """One run of everything, from the first check to the clean stop."""

    def __init__(self, where: Places, record: Record, args: argparse.Namespace) -> None:
        self.where = where
        self.record = record
        self.args = args
        self.env = {**os.environ, "DAMAYAN_DATA": str(where.data)}
        self.env.setdefault("DAMAYAN_ADDRESS", _address(args.host, args.port))
        self.env.setdefault("MALLOC_ARENA_MAX", "2")
        self.supervisor = Supervisor(where, say)

    def run(self) -> int:
        """Bring everything up, watch over it, and take it down in order."""
        try:
            if "DATABASE_URL" not in self.env:
                self._start_database()
            shown = self._prepare()
            self._serve()
            self._greet(shown)
            self.supervisor.watch()
        except _StopError:
            pass
        finally:
            if self.supervisor.children:
                say("Stopping…")
                self.supervisor.stop()
        say("Stopped.")
        return 0

    def _start_database(self) -> None:
        first = self.record.postgres_major is None
        cluster = embedded.prepare(self.where, self.record)
        if first and (notice := embedded.relocated(cluster, self.where)):
            say(notice)
        self.env["DATABASE_URL"] = cluster.url
        child = Child("postgres", cluster.start, end_signal=signal.SIGINT, patience=20)
        self.supervisor.add(child)
        self._until(lambda: _is_up(cluster, child), "PostgreSQL", child, 120)

    def _prepare(self) -> dict[str, Any]:
        words = [sys.executable, "-m", "damayan.cli.prepare"]
        words += [] if "DATABASE_URL" in os.environ else ["--embedded"]
        words += ["--no-sample"] if self.args.empty or self.args.no_demo else []
        words += ["--invite"] if self.args.empty else []
        process = start(words, env=self.env, output=subprocess.PIPE, errors=None)
        try:
            while process.poll() is None:
                if self.supervisor.wait(0.05):
                    raise _StopError
        finally:
            process.terminate()
        said = process.communicate()[0]
        if process.returncode == SAID:
            raise Trouble("", code=SAID)
        if process.returncode:
            raise Trouble("Preparing failed for the reason above; that is a fault of the program.")
        return dict(json.loads(said))

    def _serve(self) -> None:
        a = self.args
        words = ["--host", a.host, "--port", str(a.port), "--workers", str(a.workers)]
        self.supervisor.add(Child("worker", self._python("damayan.cli.worker")))
        web = self.supervisor.add(Child("web", self._python("damayan.cli.web", *words)))
        self._until(lambda: _first_page(a.host, a.port) > 0, "The web process", web, 60)

    def _python(self, module: str, *words: str) -> Callable[[IO[bytes]], subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", module, *words]
        return lambda output: start(command, env=self.env, output=output)

    def _until(self, ready: Callable[[], bool], what: str, child: Child, seconds: int) -> None:
        first = child.process
        failures = 0
        for _ in range(seconds * 20):
            if ready():
                return
            if self.supervisor.wait(0.05):
                raise _StopError
            if child.process is not first:
                first, failures = child.process, failures + 1
            if failures == _MANY_FAILURES:
                break
        raise Trouble(f"{what} does not start.", f"Its reasons are in {self.supervisor.log(child)}")

    def _greet(self, shown: dict[str, Any]) -> None:
        address = self.env["DAMAYAN_ADDRESS"].rstrip("/")
        say(f"\nDamayan is ready: {address}\n")
        if _first_page(self.args.host, self.args.port) >= _FAULT:
            say(f"The front page fails, though; the reasons are in {self.where.logs}/web.log\n")
        if shown["lines"]:
            say("\n".join([*shown["lines"], ""]))
            if self.args.host not in _HERE or "DAMAYAN_ADDRESS" in os.environ:
                say("Whoever can reach this sample may enter as anybody. For a real installation:")
                say("  DAMAYAN_DATA=… damayan up --empty\n")
        if shown["invite"]:
            say("Make the first coordinator here; the link works once:")
            say(f"  {address}{shown['invite']}\n")
        if self.args.host in _ANYWHERE and "DAMAYAN_ADDRESS" not in os.environ:
            say(
                "Under another name than localhost it answers once DAMAYAN_ADDRESS gives that name."
            )
        say(f"Logs: {self.where.logs}   Stop: Ctrl-C")


class _StopError(Exception):
    """Somebody asked us to stop before everything was up."""


def say(line: str) -> None:
    """Tell the operator."""
    print(line, flush=True)


def _address(host: str, port: int) -> str:
    # A name, not a number: browsers keep passkeys for names only.
    name = "localhost" if host in _ANYWHERE or host in _HERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _is_up(cluster: Cluster, child: Child) -> bool:
    return child.process is not None and cluster.serves(child.process)


def _first_page(host: str, port: int) -> int:
    """The status of the front page, or 0 while nothing answers."""
    name = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(name, port, timeout=20)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        response = connection.getresponse()
        response.read()
        return response.status
    except OSError:
        return 0
    finally:
        connection.close()
