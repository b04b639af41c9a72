"""Pages behind ASGI: a WSGI application on a small fixed pool of threads, one hop there and back.

a2wsgi hands every message of an answer from the thread to the loop and waits for each, which cost
a quarter of a page's processor time. Ours are whole before they are sent, so the thread returns the
answer and the loop sends it (docs/decisions/0001-house.md).
"""

import asyncio
import contextvars
import io
import string
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import quote_from_bytes

from a2wsgi.wsgi import build_environ

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

# Far above any form of ours; Django refuses forms of more than half a megabyte with kinder words.
LARGEST_BODY = 4_000_000


class Answer(NamedTuple):
    """A whole response: its status, its headers as ASGI wants them, and its body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


TOO_LARGE = Answer(413, [(b"content-type", b"text/plain")], b"This is too large for us.")


class Pages:
    """The ASGI application around ``wsgi``; answers up to ``threads`` requests at a time."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]], threads: int) -> None:
        self.wsgi = wsgi
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole(receive)
        if body is None:
            answer = TOO_LARGE
        else:
            environ: Any = build_environ(_in_ascii(scope), io.BytesIO(body))  # type: ignore[arg-type]
            environ["CONTENT_LENGTH"] = str(len(body))  # also when it came in chunks
            run = contextvars.copy_context().run
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self.pool, run, self._answer, environ)
        start = {"type": "http.response.start", "status": answer.status}
        await send({**start, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _answer(self, environ: dict[str, Any]) -> Answer:
        begun: list[Any] = []
        parts = self.wsgi(
            environ, lambda status, headers, _error=None: begun.extend((status, headers))
        )
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        status, headers = begun[-2:]
        return Answer(
            int(status.split(" ", 1)[0]),
            [(k.lower().encode("latin1"), v.encode("latin1")) for k, v in headers],
            body,
        )


async def _whole(receive: Receive) -> bytes | None:
    """The body of the request; None when it is too large."""
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _in_ascii(scope: Scope) -> Scope:
    """Raw letters in a query are percent-encoded, as browsers do: WSGI takes ASCII only."""
    query = scope["query_string"]
    if query.isascii():
        return scope
    return {**scope, "query_string": quote_from_bytes(query, safe=string.punctuation).encode()}
