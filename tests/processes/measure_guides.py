"""How fast guides hear and see, measured on a scratch database: a person looks at the figures.

    DATABASE_URL=… python manage.py migrate
    DATABASE_URL=… python -m tests.processes.measure_guides

1. From sending an urgent answer to its alert in an open console, while 200 members post: real web
   and worker processes, forms as a browser sends them, the time until the event's last byte.
2. The queue with 10,000 open cases, over HTTP, one request after another: the answer's whole time.
"""

import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from damayan.cli.load import read_answer  # noqa: E402
from damayan.demo.seeding import seed  # noqa: E402
from damayan.demo.visits import session_cookie  # noqa: E402
from damayan.foundation.ids import new_key  # noqa: E402
from damayan.people.models import Person, RoleGrant  # noqa: E402
from damayan.safety.models import Concern  # noqa: E402
from damayan.stories.models import Story  # noqa: E402
from tests.foundation.live_server import ROOT, Stream, WebServer  # noqa: E402

MEMBERS = 200
# Each member posts once in so many seconds.
PAUSE = float(os.environ.get("PAUSE", "20"))
URGENT = int(os.environ.get("URGENT", "60"))
CASES = 10_000
CSRF = "a" * 32
CALM = "I hear you. It was like that for me too, and the evenings were the longest. Be gentle."
GRAVE = "I want to end my life tonight. I have the pills in my hand."


class Town:
    """The people, their sessions, and the stories that they answer."""

    def __init__(self) -> None:
        if not Story.objects.exists():
            seed(2100)
        people = list(Person.objects.filter(username__startswith="bench-").order_by("id"))
        self.guide = people[0]
        RoleGrant.objects.get_or_create(person=self.guide, role="guide", ended_at=None)
        self.cookies = [session_cookie(one) for one in people[1:401]]
        self.stories = list(Story.objects.values_list("key", flat=True)[:60])

    def post(self, port: int, turn: int, words: str) -> bytes:
        form = f"csrfmiddlewaretoken={CSRF}&form_key={new_key()}&who=as_is&words={words}"
        body = form.replace(" ", "+")
        return (
            f"POST /stories/{self.stories[turn % len(self.stories)]}/reply/ HTTP/1.1\r\n"
            f"Host: localhost\r\nCookie: {self.cookies[turn % len(self.cookies)]}; "
            f"csrftoken={CSRF}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


async def member(town: Town, port: int, number: int, statuses: dict[int, int]) -> None:
    """Post one calm answer after another, until cancelled."""
    await asyncio.sleep(PAUSE * number / MEMBERS)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for turn in itertools.count(number, MEMBERS):
        begun = time.monotonic()
        writer.write(town.post(port, turn, CALM))
        status, _size = await read_answer(reader)
        statuses[status] = statuses.get(status, 0) + 1
        await asyncio.sleep(max(0.0, PAUSE - (time.monotonic() - begun)))


async def post_and_hear(town: Town, port: int, stream: Stream) -> dict:
    statuses: dict[int, int] = {}
    crowd = [asyncio.create_task(member(town, port, n, statuses)) for n in range(MEMBERS)]
    await asyncio.sleep(PAUSE / 2)
    seen = await asyncio.to_thread(latest, stream)
    waits = []
    for n in range(URGENT):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        begun = time.monotonic()
        writer.write(town.post(port, 7 * n + 3, f"{GRAVE} {n}"))
        heard = asyncio.create_task(asyncio.to_thread(until_more, stream, seen))
        status, _size = await read_answer(reader)
        assert status == 302, status
        at, seen = await heard
        waits.append(at - begun)
        writer.close()
        await asyncio.sleep(0.7)
    for one in crowd:
        one.cancel()
    return {"waits": waits, "calm": statuses}


def latest(stream: Stream) -> int:
    """How many urgent ones the console knows of."""
    urgent = 0
    while not stream.events.empty():
        urgent = stream.events.get()[1].get("urgent", urgent)
    return urgent


def until_more(stream: Stream, seen: int) -> tuple[float, int]:
    while True:
        name, news = stream.next(30)
        if name == "concerns" and news["urgent"] > seen:
            return time.monotonic(), news["urgent"]


def alerts(town: Town) -> dict:
    """The first figure."""
    Concern.objects.filter(closed_at=None).delete()
    server = WebServer(DAMAYAN_REPLIES_PER_HOUR="0", DAMAYAN_THREADS="4")
    worker = subprocess.Popen([sys.executable, "-m", "damayan.cli.worker"], cwd=ROOT)
    try:
        stream = server.listen("notices,concerns", town.guide)
        found = asyncio.run(post_and_hear(town, server.port, stream))
        stream.hang_up()
    finally:
        worker.terminate()
        worker.wait(20)
        server.stop()
    waits = sorted(found["waits"])
    return {
        "urgent": len(waits),
        "p50_ms": round(1000 * statistics.median(waits)),
        "p95_ms": round(1000 * waits[int(0.95 * len(waits)) - 1]),
        "max_ms": round(1000 * waits[-1]),
        "calm_answers": found["calm"],
        "load": os.getloadavg(),
    }


def queue(town: Town) -> dict:
    """The second figure."""
    slugs = [f"bench-{n}" for n in range(20)]
    Concern.objects.bulk_create(
        Concern(
            subject_kind="story",
            subject_key=f"case-{n}",
            group_slug=slugs[n % len(slugs)],
            level=2 if n % 10 == 0 else 1,
            kinds=["distress"],
        )
        for n in range(CASES - Concern.objects.filter(closed_at=None).count())
    )
    server = WebServer(DAMAYAN_THREADS="1")
    paths = {
        "first page": "/guides/reports/",
        "list alone": "/guides/reports/?show=free",
        "one group": "/guides/reports/?group=bench-3",
        "deep": f"/guides/reports/?after={Concern.objects.order_by('-id')[500].key}",
        "waiting": "/guides/reports/?show=waiting",
        "mine": "/guides/reports/?show=mine",
    }
    try:
        cookie = session_cookie(town.guide)
        return {name: asyncio.run(times(server.port, path, cookie)) for name, path in paths.items()}
    finally:
        server.stop()


async def times(port: int, path: str, cookie: str) -> dict:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = []
    for _turn in range(40):
        begun = time.monotonic()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        status, _size = await read_answer(reader)
        assert status == 200, status
        took.append(1000 * (time.monotonic() - begun))
    writer.close()
    took = sorted(took[5:])
    return {"p50_ms": round(statistics.median(took)), "p95_ms": round(took[int(0.95 * len(took))])}


if __name__ == "__main__":
    made = Town()
    print(json.dumps({"alerts": alerts(made), "queue": queue(made)}, indent=1))
