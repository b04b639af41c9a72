"""Saying "look again" to every process, once what was written stands.

Sent right after the commit, not inside it: PostgreSQL lets transactions that notify commit only one
after the other, each waiting for the disk (docs/decisions/0007-live-channel.md has the figures).
"""

from typing import Any

from django.db import connection, transaction

CHANNEL = "damayan_live"
RIGHTS = "rights:"


class _Wake:
    """Called by Django after the commit; all topics of one transaction go in one statement."""

    def __init__(self) -> None:
        self.topics: set[str] = set()

    def __call__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic",
                [CHANNEL, sorted(self.topics)],
            )


def notify(*topics: str) -> None:
    """Wake the streams of ``topics`` once the running transaction has committed, never otherwise.

    A topic is a short technical name such as ``story:KEY`` (at most 100 ASCII characters); nothing
    else is sent. Said twice, sent once. Costs one query after the commit for all topics together.
    """
    wake = _waiting()
    if wake:
        wake.topics.update(topics)
        return
    wake = _Wake()
    wake.topics.update(topics)
    transaction.on_commit(wake, robust=True)


def _waiting() -> _Wake | None:
    """What this very savepoint has already to say: it lives and dies with the same writes."""
    here = set(connection.savepoint_ids)
    waiting: list[tuple[Any, ...]] = list(connection.run_on_commit)
    mine = (row[1] for row in reversed(waiting) if row[0] == here and isinstance(row[1], _Wake))
    return next(mine, None)


def rights_changed(*person_ids: int) -> None:
    """Look at once again at what these people may hear, and whether they are still signed in."""
    notify(*(f"{RIGHTS}{person_id}" for person_id in person_ids))
