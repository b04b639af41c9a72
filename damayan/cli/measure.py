"""What a running server costs: processor time, memory, bytes on the wire."""

import gzip
import http.client
import os
import re
import time
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK")
_PARTS = re.compile(r'(?:<link[^>]+href|<script[^>]+src|<img[^>]+src)="(/[^"#]+)"')
_WANTED = re.compile(r'rel="(?:stylesheet|icon|modulepreload|manifest)"|<script|<img')


def wait_for(port: int, seconds: float = 30) -> None:
    """Wait until the server answers; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            fetch(port, "/help/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not answer")


def fetch(port: int, path: str, cookies: str = "") -> tuple[int, int, bytes]:
    """One request on a new connection, as a browser: (status, bytes on the wire, body)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": f"127.0.0.1:{port}", "Accept-Encoding": "gzip, br", "Cookie": cookies}
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        head = 17 + sum(len(k) + len(v) + 4 for k, v in answer.getheaders())
        if answer.headers.get("Content-Encoding") == "gzip":
            return answer.status, head + len(body), gzip.decompress(body)
        return answer.status, head + len(body), body
    finally:
        connection.close()


def weights(port: int) -> list[dict[str, Any]]:
    """What a first visit to a story weighs: its HTML, and everything that the page asks for."""
    from damayan.demo.visits import a_story

    path = a_story()
    _status, html_bytes, body = fetch(port, path)
    html = body.decode()
    parts = sorted(
        {
            part
            for tag in re.findall(r"<[^>]+>", html)
            if _WANTED.search(tag)
            for part in _PARTS.findall(tag)
        }
    )
    sizes = {part: fetch(port, part)[1] for part in parts}
    return [
        {
            "case": "first visit to a story",
            "requests": 1 + len(parts),
            "kilobytes": round((html_bytes + sum(sizes.values())) / 1000, 1),
            "html_kilobytes": round(html_bytes / 1000, 1),
            "html_raw_kilobytes": round(len(body) / 1000, 1),
        }
    ]


def _family(root: int) -> list[int]:
    """``root`` and every process below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def cpu(web: int) -> float:
    """Seconds of processor time that the web process and PostgreSQL have used so far."""
    total = 0
    for pid in {*_family(web), *_postgres()}:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / _TICK


def memory(web: int) -> int:
    """Megabytes (proportional share) of the web process's family."""
    total = 0
    for pid in _family(web):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])  # type: ignore[index]
    return total // 1000


def _postgres() -> list[int]:
    """Our PostgreSQL's processes: children of this process's own postmaster."""
    return [pid for pid in _family(os.getpid()) if pid != os.getpid()]
