"""Threads for the channel's queries: who arrives must not hold up what is to be said."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")


class QueryThread:
    """One thread with one database connection of its own, kept open."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer ``call(…)``, without holding up the event loop."""

        def asked() -> T:
            close_old_connections()
            return call(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._pool, asked)

    def close(self) -> None:
        """Let the thread finish and close its connection."""
        self._pool.submit(connections.close_all)
        self._pool.shutdown(wait=False, cancel_futures=False)
