"""What one process knows of its open pages: who listens to what, and whom a topic wakes."""

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any

from django.conf import settings
from django.db import Error

from damayan.foundation.live.callers import still_here
from damayan.foundation.live.listener import Listener
from damayan.foundation.live.pages import HEARTBEAT, Page, Subscription
from damayan.foundation.live.streams import Asked, stream_called
from damayan.foundation.live.threads import QueryThread
from damayan.foundation.live.waking import RIGHTS

MOST_PER_PERSON = 6
BEAT = 20.0
LOOK_AGAIN = 25.0
_AFTER_TROUBLE = 0.5
# The page must not come back by itself: it was closed on purpose.
BYE = b"event: bye\ndata:\n\n"
_log = logging.getLogger(__name__)

_Key = tuple[str, str]


class Hub:
    """All open pages of this process. Everything but queries happens on the event loop."""

    def __init__(self) -> None:
        self.pages: dict[Page, None] = {}
        self.doors = QueryThread("live-doors")
        self._answers = QueryThread("live-answers")
        self._by_person: dict[int, list[Page]] = defaultdict(list)
        self._by_topic: dict[str, set[Subscription]] = defaultdict(set)
        self._dirty: dict[_Key, set[Subscription]] = {}
        self._stirred = asyncio.Event()
        self._rights: set[int] = set()
        self._check_now = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.closing = False

    def start(self) -> None:
        """Begin to listen, to answer and to beat."""
        listener = Listener(self.heard, self.stir_all)
        deeds = (listener.run, self._answer, self._beat, self._check)
        self._tasks = [asyncio.create_task(_kept_up(deed)) for deed in deeds]

    def say_goodbye(self) -> None:
        """End all streams, so that the server can stop; pages come back to its successor."""
        self.closing = True
        for page in self.pages:
            page.close()

    async def stop(self) -> None:
        """End everything and let go of the database."""
        self.say_goodbye()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.doors.close()
        self._answers.close()

    @property
    def is_full(self) -> bool:
        """No room for another page in this process."""
        return self.closing or len(self.pages) >= settings.LIVE_LISTENERS

    def add(self, page: Page) -> None:
        """Serve a page; it hears at once what it missed. A person's seventh closes their first."""
        mine = self._by_person[page.caller.person_id]
        if len(mine) >= MOST_PER_PERSON:
            self._dismiss(mine[0])
        self._by_person[page.caller.person_id].append(page)
        self.pages[page] = None
        for subscription in page.subscriptions:
            self._index(subscription)
            self._stir(subscription)

    def remove(self, page: Page) -> None:
        """Forget a page."""
        if page not in self.pages:
            return
        del self.pages[page]
        mine = self._by_person[page.caller.person_id]
        mine.remove(page)
        if not mine:
            del self._by_person[page.caller.person_id]
        for subscription in page.subscriptions:
            self._drop(subscription)

    def heard(self, topic: str) -> None:
        """Look again at what a topic concerns."""
        if topic.startswith(RIGHTS):
            with contextlib.suppress(ValueError):
                self._rights.add(int(topic.removeprefix(RIGHTS)))
                self._check_now.set()
        for subscription in self._by_topic.get(topic, ()):
            self._stir(subscription)

    def stir_all(self) -> None:
        """Look again at everything: nobody knows what was said meanwhile."""
        for page in self.pages:
            for subscription in page.subscriptions:
                self._stir(subscription)

    def _dismiss(self, page: Page) -> None:
        page.close(BYE)
        self.remove(page)

    def _index(self, subscription: Subscription) -> None:
        for topic in subscription.topics:
            self._by_topic[topic].add(subscription)

    def _drop(self, subscription: Subscription) -> None:
        for topic in subscription.topics:
            self._by_topic[topic].discard(subscription)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def _stir(self, subscription: Subscription) -> None:
        self._dirty.setdefault((subscription.name, subscription.params), set()).add(subscription)
        self._stirred.set()

    async def _answer(self) -> None:
        """One query for all pages that listen to the same thing, one thing after the other."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            while self._dirty:
                key = next(iter(self._dirty))
                await self._tell(key, [s for s in self._dirty.pop(key) if not s.page.closed])

    async def _tell(self, key: _Key, to: list[Subscription]) -> None:
        stream = stream_called(key[0])
        if not to or stream is None:
            return
        asked = [Asked(s.page.caller.person_id, s.page.seen[s.place]) for s in to]
        try:
            told = await self._answers.run(stream.since_many, key[1], asked)
        except Error:
            await asyncio.sleep(_AFTER_TROUBLE)
            for subscription in to:
                self._stir(subscription)
            return
        for subscription, events in zip(to, told, strict=True):
            if events is None:
                self._end(subscription)
            for event in events or ():
                subscription.page.say(subscription, event)

    def _end(self, subscription: Subscription) -> None:
        """The person may not listen to this any more; a page with nothing left is closed."""
        page = subscription.page
        self._drop(subscription)
        with contextlib.suppress(ValueError):
            page.subscriptions.remove(subscription)
        if not page.subscriptions:
            self._dismiss(page)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)
            due = time.monotonic() - BEAT
            for page in list(self.pages):
                if page.sent_at < due:
                    page.push(HEARTBEAT)

    async def _check(self) -> None:
        """Close what belongs to ended sessions: at once when told so, otherwise within 25 s."""
        looked = time.monotonic()
        while True:
            with contextlib.suppress(TimeoutError):
                left = looked + LOOK_AGAIN - time.monotonic()
                await asyncio.wait_for(self._check_now.wait(), max(0, left))
            self._check_now.clear()
            changed, self._rights = self._rights, set()
            pages = [page for one in changed for page in self._by_person.get(one, ())]
            await self._close_gone(pages)
            await self._renew([s for page in pages for s in page.subscriptions])
            if time.monotonic() - looked >= LOOK_AGAIN:
                looked = time.monotonic()
                await self._close_gone(list(self.pages))

    async def _close_gone(self, pages: list[Page]) -> None:
        if not pages:
            return
        here = await self.doors.run(still_here, {page.caller for page in pages})
        for page in pages:
            if page.caller not in here:
                self._dismiss(page)

    async def _renew(self, subscriptions: list[Subscription]) -> None:
        if not subscriptions:
            return
        topics = await self.doors.run(
            lambda: [topics_of(s.page.caller.person_id, s.name, s.params) for s in subscriptions]
        )
        for subscription, found in zip(subscriptions, topics, strict=True):
            if subscription.page not in self.pages:
                continue
            if found is None:
                self._end(subscription)
                continue
            self._drop(subscription)
            subscription.topics = frozenset(found)
            self._index(subscription)
            self._stir(subscription)


def topics_of(person_id: int, name: str, params: str) -> set[str] | None:
    """What wakes a stream for this person; None when they may not listen."""
    stream = stream_called(name)
    return stream.topics(person_id, params) if stream else None


async def _kept_up(deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """A fault, such as a database that is away, is logged and the deed begun anew."""
    while True:
        try:
            await deed()
        except Exception:  # noqa: BLE001 - one faulty stream must not end the others
            _log.exception("The live channel stumbled")
        await asyncio.sleep(1)
