"""Whatever dies while eight people write: what was acknowledged is there, once, and all goes on."""

import http.client
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.living import new_folder

ROOT = Path(__file__).parents[2]
WRITERS = 8
KILLS = [
    "web",
    "postgres",
    "worker",
    "web",
    "postgres",
    "web",
    "worker",
    "postgres",
    "web",
    "postgres",
]
CSRF = "a" * 32

pytestmark = pytest.mark.processes


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def folder():
    with new_folder() as found:
        yield found


class Installation:
    """A real installation in a folder of its own, started as an operator starts it."""

    def __init__(self, data: Path) -> None:
        self.port = _free_port()
        drop = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        self.env = {k: v for k, v in os.environ.items() if k not in drop}
        self.env |= {"DAMAYAN_DATA": str(data), "PYTHONPATH": str(ROOT)}
        self.output = data.with_name("up.log")
        command = [sys.executable, "-m", "damayan.cli", "up", "--no-demo", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=self.output.open("wb"), stderr=subprocess.STDOUT
        )

    def wait_ready(self) -> None:
        for _ in range(1200):
            if "is ready" in self.output.read_text():
                return
            assert self.process.poll() is None, self.output.read_text()
            time.sleep(0.1)
        raise AssertionError(self.output.read_text())

    def inside(self, deed: str):
        words = ["database", "--", sys.executable, "-m", "tests.processes.crash_people", deed]
        done = subprocess.run(
            [sys.executable, "-m", "damayan.cli", *words],
            cwd=ROOT,
            env={**self.env, "DJANGO_SETTINGS_MODULE": "damayan.config.settings"},
            capture_output=True,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    def kill(self, what: str) -> None:
        pattern = {
            "web": "damayan.cli.web",
            "worker": "damayan.cli.worker",
            "postgres": "bin/postgres",
        }
        for pid in _children(self.process.pid):
            if pattern[what] in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
                os.kill(pid, signal.SIGKILL)
                return
        raise AssertionError(f"no {what} is running")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(entry.name))
    return found


class Writer(threading.Thread):
    """Sends one answer after another; like a phone, sends a form again until it is told yes."""

    def __init__(self, number: int, made: dict, port: int, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.made, self.port, self.done = number, made, port, done
        self.sent: set[str] = set()
        self.acknowledged: set[str] = set()
        self.strange: list[int] = []

    def run(self) -> None:
        for turn in itertools.count():
            if self.done.is_set():
                return
            key = f"crash-{self.number}-{turn}"
            cookie = self.made["cookies"][
                (turn * WRITERS + self.number) % len(self.made["cookies"])
            ]
            self.sent.add(key)
            while not self.done.is_set():
                if self._post(key, cookie):
                    self.acknowledged.add(key)
                    break
                time.sleep(0.05)

    def _post(self, key: str, cookie: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        body = f"csrfmiddlewaretoken={CSRF}&form_key={key}&words=I+hear+you+{key}"
        headers = {
            "Cookie": f"{cookie}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request("POST", f"/stories/{self.made['story']}/reply/", body, headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if status not in {302, 500, 502, 503}:
            self.strange.append(status)
        return status == 302


def test_ten_kills_lose_no_acknowledged_answer_and_make_none_twice(folder):
    installation = Installation(folder / "data")
    try:
        installation.wait_ready()
        made = installation.inside("make")
        done = threading.Event()
        writers = [Writer(n, made, installation.port, done) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        for what in KILLS:
            before = sum(len(w.acknowledged) for w in writers)
            time.sleep(0.7)
            installation.kill(what)
            _wait_for(lambda b=before: sum(len(w.acknowledged) for w in writers) > b + WRITERS * 2)
        done.set()
        for writer in writers:
            writer.join(20)
        rows = installation.inside("count")
    finally:
        assert installation.stop() == 0
    acknowledged = set().union(*(w.acknowledged for w in writers))
    assert len(acknowledged) > len(KILLS) * WRITERS
    assert acknowledged <= rows.keys(), "an acknowledged answer is lost"
    assert set(rows.values()) == {1}, "an answer was made twice"
    assert rows.keys() <= set().union(*(w.sent for w in writers))
    assert [w.strange for w in writers if w.strange] == []
    said = installation.output.read_text()
    assert len(re.findall("starting it again", said)) >= len(KILLS)


def _wait_for(condition, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not start again by itself"
        time.sleep(0.1)
