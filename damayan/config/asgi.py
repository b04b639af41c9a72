"""The one application that the server runs: ``/live/`` by the live channel, the rest as WSGI.

Pages run on a small fixed pool of threads (docs/decisions/0001-house.md): Django's own ASGI handler
is several times slower for synchronous views.
"""

import os
import string
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote_from_bytes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "damayan.config.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from damayan.foundation.live import app as live

_pages: Any = WSGIMiddleware(
    WhiteNoise(
        get_wsgi_application(),
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
    ),
    workers=int(os.environ.get("DAMAYAN_THREADS", "4")),
)


Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
STARTUP = "lifespan.startup"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand one connection to the live channel or to the pages."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"].startswith("/live/"):
        await live.application(scope, receive, send)
    else:
        await _pages(_in_ascii(scope), _as_coroutine(receive), send)


def _in_ascii(scope: Scope) -> Scope:
    """Raw letters in a query are percent-encoded, as browsers do: WSGI takes ASCII only."""
    query = scope["query_string"]
    if query.isascii():
        return scope
    return {**scope, "query_string": quote_from_bytes(query, safe=string.punctuation).encode()}


def _as_coroutine(receive: Receive) -> Receive:
    """The server answers with any awaitable; a2wsgi hands it to another thread as a coroutine."""

    async def received() -> Any:
        return await receive()

    return received


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await (live.open_channel if message["type"] == STARTUP else live.close_channel)()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
