"""The ASGI application under ``/live/``: ``GET /live/?streams=notices,story:KEY``.

Not Django's own handler: that keeps one thread, and so one database connection, for every stream
that is open. This one asks the same session, in the same way, once, and then only sends.
"""

import asyncio
import contextlib
import random
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import Error
from django.http.request import split_domain_port, validate_host

from damayan.foundation.live.callers import Caller, caller
from damayan.foundation.live.hub import Hub, topics_of
from damayan.foundation.live.pages import Page, Subscription
from damayan.foundation.live.streams import asked_for, cursors

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_STREAM: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_LATER: Headers = [(b"retry-after", b"60")]
_DEFAULT_HOSTS = [".localhost", "127.0.0.1", "[::1]"]

_hub: Hub | None = None


class _RefusedError(Exception):
    def __init__(self, status: int, headers: Headers | None = None) -> None:
        super().__init__(status)
        self.status, self.headers = status, headers or []


async def open_channel() -> None:
    """Begin; call it when the server starts, on its event loop."""
    global _hub  # noqa: PLW0603 - one per process, for as long as its server runs
    _hub = Hub()
    _hub.start()
    _end_streams_first(_hub)


async def close_channel() -> None:
    """End; call it when the server has stopped serving."""
    global _hub
    hub, _hub = _hub, None
    if hub:
        await hub.stop()


def _end_streams_first(hub: Hub) -> None:
    """Streams end when the signal to stop comes: the server waits for all that is open.

    The event loop hears of signals by another way, so the server's own handler runs as well.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(ValueError):  # not the main thread: somebody else stops us
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(hub.say_goodbye))


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one stream, from its first word until either side ends it."""
    try:
        hub, page = await _let_in(scope)
    except _RefusedError as refused:
        await send(_start(refused.status, refused.headers))
        await send(_body(b""))
        return
    watch = asyncio.create_task(_until_gone(receive, page))
    try:
        await send(_start(200, _STREAM))
        page.push(b"retry: %d\n\n" % random.randint(2000, 6000))
        hub.add(page)
        while not page.closed:
            await send(
                {"type": "http.response.body", "body": await page.words(), "more_body": True}
            )
        await send(_body(b""))
    finally:
        hub.remove(page)
        watch.cancel()


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _body(words: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": words, "more_body": more}


async def _until_gone(receive: Receive, page: Page) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    page.close()


async def _let_in(scope: Message) -> tuple[Hub, Page]:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    host, _port = split_domain_port(headers.get(b"host", "").lower())
    if not validate_host(host, settings.ALLOWED_HOSTS or _DEFAULT_HOSTS):
        raise _RefusedError(400)
    if scope["method"] != "GET":
        raise _RefusedError(405, [(b"allow", b"GET")])
    if _hub is None or _hub.is_full:
        raise _RefusedError(503, _LATER)
    hub, query = _hub, parse_qs(scope["query_string"].decode("latin-1"))
    pairs = asked_for(query.get("streams", [""])[0])
    if scope["path"] != "/live/" or pairs is None:
        raise _RefusedError(404)
    found = await _known(hub, headers.get(b"cookie", ""), pairs)
    last = headers.get(b"last-event-id") or query.get("last", [""])[0]
    page = Page(found[0], cursors(last, len(pairs)))
    page.subscriptions = [
        Subscription(page, place, *pair, topics=frozenset(topics))
        for place, (pair, topics) in enumerate(zip(pairs, found[1], strict=True))
    ]
    return hub, page


async def _known(
    hub: Hub, cookie: str, pairs: list[tuple[str, str]]
) -> tuple[Caller, list[set[str]]]:
    """Who asks, and what wakes each stream; 404 when one of them is not theirs to hear."""

    def ask() -> tuple[Caller, list[set[str]]] | None:
        who = caller(cookie)
        if who is None:
            return None
        topics = [topics_of(who.person_id, *pair) for pair in pairs]
        known = [found for found in topics if found is not None]
        return (who, known) if len(known) == len(topics) else None

    try:
        found = await hub.doors.run(ask)
    except Error:
        raise _RefusedError(503, _LATER) from None
    if found is None:
        raise _RefusedError(404)
    return found
