"""The real server on the database of the tests, and what every page must keep to."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60


@dataclass
class House:
    """A running server; ``url`` without a slash at the end."""

    url: str
    process: "subprocess.Popen[bytes]"


def start(place: Path) -> House:
    """Collect the static files and serve the database of the tests."""
    port = _free_port()
    url = f"http://localhost:{port}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATABASE_URL": _database_url(),
        "DAMAYAN_STATIC": str(place / "static"),
        "DAMAYAN_ADDRESS": url,
        "DAMAYAN_DEBUG": "",
    }
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=env, check=True, timeout=120)
    serve = [sys.executable, "-m", "damayan.cli.web", "--host", "127.0.0.1", "--port", str(port)]
    with (place / "server.log").open("wb") as log:
        process = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=log, stderr=log)
    _wait_for(port, process, place / "server.log")
    return House(url, process)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _database_url() -> str:
    at = connection.settings_dict
    host = at["HOST"] or at["OPTIONS"].get("host", "")
    port = at["PORT"] or at["OPTIONS"].get("port", "")
    where = f"?host={host}" + (f"&port={port}" if port else "")
    secret = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    return f"postgresql://{at['USER']}{secret}@/{at['NAME']}{where}"


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")


def sign_in(context: BrowserContext, house: House, session_key: str) -> None:
    """Let the browser hold a session that was made on the server's side."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session_key, "url": house.url}])


@dataclass
class Watch:
    """Listens to a browser: what went wrong, what left for elsewhere, what lacked a policy."""

    house: House
    wrong: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> "Watch":
        context.on("console", self._said)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        return self

    def _said(self, message: ConsoleMessage) -> None:
        # A refused form or a lost line is told in the console too, and is no fault of the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme in {"http", "https"} and not request.url.startswith(self.house.url):
            self.wrong.append(f"asks elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        is_file = response.request.resource_type in {"script", "stylesheet", "image", "font"}
        if is_file and response.status >= 400:
            self.wrong.append(f"not there: {response.url}")
        policy = response.headers.get("content-security-policy", "")
        if response.request.resource_type == "document" and "default-src 'self'" not in policy:
            self.wrong.append(f"no policy: {response.url}")


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than the window, 0 when it fits."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wide))
