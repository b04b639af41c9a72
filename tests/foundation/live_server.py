"""A real web process on the test database, and a browser's end of a stream."""

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class WebServer:
    """The web process as ``damayan up`` starts it."""

    def __init__(self, **env: str) -> None:
        self.port = free_port()
        # As the connection has it: where a socket's folder is named, the setting HOST is empty.
        database = connection.get_connection_params()
        host = quote(str(database.get("host", "")), safe="")
        url = f"postgresql://{database.get('user', '')}@/{database['dbname']}?host={host}"
        if database.get("port"):
            url += f"&port={database['port']}"
        command = [sys.executable, "-m", "damayan.cli.web", "--host", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DAMAYAN_THREADS": "1",
                **env,
            },
        )
        self._wait_ready()

    def _wait_ready(self) -> None:
        for _ in range(300):
            assert self.process.poll() is None, "the web process ended"
            with contextlib.suppress(OSError):
                assert self.ask("/live/")[0] == 404
                return
            time.sleep(0.1)
        raise AssertionError("the web process does not answer")

    def ask(self, path: str, cookie: str = "", method: str = "GET", host: str = "localhost"):
        """Status and headers of one answer, read until the headers end."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(_request(path, cookie, method, host))
            head = b""
            while b"\r\n\r\n" not in head:
                chunk = line.recv(4096)
                assert chunk
                head += chunk
        first, *rest = head.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        headers = dict(one.lower().split(": ", 1) for one in rest)
        return int(first.split()[1]), headers

    def listen(self, streams: str, person, last: str = "") -> "Stream":
        return Stream(self.port, streams, cookie_of(person), last)

    def stop(self) -> float:
        """Ask it to stop; answers how many seconds that took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        finally:
            self.process.kill()
        return time.monotonic() - begun


def cookie_of(person) -> str:
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _request(
    path: str, cookie: str, method: str = "GET", host: str = "localhost", last=""
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Cookie: {cookie}"]
    if last:
        lines.append(f"Last-Event-ID: {last}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Stream(threading.Thread):
    """Reads events until either side ends; ``ended`` is set then."""

    def __init__(self, port: int, streams: str, cookie: str, last: str) -> None:
        super().__init__(daemon=True)
        self.line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.line.sendall(_request(f"/live/?streams={streams}", cookie, last=last))
        self.last = last
        self.beats = 0
        self.ended = threading.Event()
        self.events: queue.Queue[tuple[str, dict]] = queue.Queue()
        self.start()

    def run(self) -> None:
        event: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError):
            for raw in self.line.makefile("rb"):
                text = raw.decode().rstrip("\r\n")
                name, _colon, value = text.partition(": ")
                if name in {"id", "event", "data"}:
                    event[name] = value
                self.beats += text == ":"
                if text.startswith("event: bye"):
                    self.events.put(("bye", {}))
                elif name == "data" and value:
                    self.last = event["id"]
                    self.events.put((event["event"], json.loads(value)))
                if text == "0":
                    break
        self.ended.set()

    def next(self, seconds: float = 8) -> tuple[str, dict]:
        return self.events.get(timeout=seconds)

    def is_silent(self, seconds: float = 0.7) -> bool:
        with contextlib.suppress(queue.Empty):
            self.events.get(timeout=seconds)
            return False
        return True

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()
