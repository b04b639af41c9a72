"""An open page: what it listens to, what it has seen, and what waits to be sent to it."""

import asyncio
import json
import time
from dataclasses import dataclass, field

from damayan.foundation.live.callers import Caller
from damayan.foundation.live.streams import Event

HEARTBEAT = b":\n\n"
_MOST_WAITING = 64


@dataclass(eq=False, slots=True)
class Subscription:
    """One stream of one page."""

    page: "Page"
    place: int
    name: str
    params: str
    topics: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True)
class Page:
    """One connection. Only the event loop's thread touches it."""

    caller: Caller
    seen: list[int]
    subscriptions: list[Subscription] = field(default_factory=list)
    closed: bool = False
    sent_at: float = field(default_factory=time.monotonic)
    _waiting: list[bytes] = field(default_factory=list)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, subscription: Subscription, event: Event) -> None:
        """Send an event; the id also tells what the page has seen of its other streams."""
        self.seen[subscription.place] = event.id
        data = {**event.data, "kind": event.kind, "of": subscription.params}
        ids = ".".join(map(str, self.seen))
        text = f"id: {ids}\nevent: {subscription.name}\ndata: {json.dumps(data, default=str)}\n\n"
        self.push(text.encode())

    def push(self, words: bytes) -> None:
        """Let ``words`` be sent. A page that takes nothing any more is closed; it may come back."""
        self._waiting.append(words)
        if len(self._waiting) > _MOST_WAITING:
            self.closed = True
        self._stirred.set()

    def close(self, words: bytes = b"") -> None:
        """Let ``words`` be the last."""
        self.push(words)
        self.closed = True

    async def words(self) -> bytes:
        """Wait for what is to be sent next."""
        await self._stirred.wait()
        self._stirred.clear()
        found = b"".join(self._waiting)
        self._waiting.clear()
        self.sent_at = time.monotonic()
        return found
