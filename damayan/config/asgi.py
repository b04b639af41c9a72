"""The one application that the server runs: ``/live/`` by the live channel, the rest as WSGI.

Pages run on a small fixed pool of threads (docs/decisions/0001-house.md): Django's own ASGI handler
is several times slower for synchronous views.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "damayan.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from damayan.config.pages import Pages, Receive, Scope, Send
from damayan.foundation.live import app as live

_pages = Pages(
    WhiteNoise(
        get_wsgi_application(),
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
    ),
    threads=int(os.environ.get("DAMAYAN_THREADS", "4")),
)

STARTUP = "lifespan.startup"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand one connection to the live channel or to the pages."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"].startswith("/live/"):
        await live.application(scope, receive, send)
    else:
        await _pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await (live.open_channel if message["type"] == STARTUP else live.close_channel)()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
