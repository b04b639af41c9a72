"""The one connection of a process on which PostgreSQL says what changed."""

import asyncio
import logging
import random
from collections.abc import Callable

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo

from damayan.foundation.live.waking import CHANNEL

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_NAME = "damayan live"
# A server that vanished without a word is noticed within half a minute.
_ALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
_log = logging.getLogger(__name__)


class Listener:
    """Calls ``heard(topic)`` for every notification, and ``back()`` whenever it (again) listens.

    What was said in between is lost; ``back`` must look at everything.
    """

    def __init__(self, heard: Callable[[str], None], back: Callable[[], None]) -> None:
        self._heard, self._back = heard, back
        self._pause = _FIRST_PAUSE

    async def run(self) -> None:
        """Listen until cancelled, whatever becomes of the database."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                _log.warning("The live channel lost the database: %s", type(error).__name__)
            await asyncio.sleep(self._pause * random.uniform(0.7, 1.3))
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    async def _listen(self) -> None:
        async with await _connect() as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._pause = _FIRST_PAUSE
            self._back()
            async for note in connection.notifies():
                self._heard(note.payload)


async def _connect() -> psycopg.AsyncConnection:
    # Django's parameters, without those that are meant for its own connection class.
    params = connections["default"].get_connection_params()
    known = {name: value for name, value in params.items() if name in _CONNINFO}
    address = make_conninfo(**{**known, **_ALIVE, "application_name": _NAME})
    return await psycopg.AsyncConnection.connect(address, autocommit=True)


_CONNINFO = {"dbname", "user", "password", "host", "port", "service", "sslmode", "sslrootcert"}
