"""The guides' log: append-only, each entry's hash covers the one before.

The database refuses to change or delete an entry (migration 0002). Who can switch that off can
still be noticed: a changed, missing or inserted entry breaks the chain. A log cut off at its end,
or written anew from some entry on, no longer ends with the hash of its head, which is sealed with
a key that is not in the database. An old head put back with it shows by a hash noted elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from damayan.foundation.clock import now
from damayan.foundation.crypto import installation_key
from damayan.moderation.models import LogEntry, LogHead
from damayan.people.models import Person

BEGINNING = "0" * 64
# What the next entry names as the one before when the head was tampered with: it fits nothing.
BROKEN = "f" * 64
_HEAD = 1
# Any number that nothing else in this database locks; held until the transaction ends.
_ONE_WRITER = 7_316_402
_COVERED = ("actor_id", "deed", "subject_kind", "subject_key", "group_slug", "reason", "details")


def record(
    *,
    by: Person | None,
    deed: str,
    subject_kind: str,
    subject_key: str,
    reason: str = "",
    group_slug: str = "",
    details: dict[str, Any] | None = None,
) -> LogEntry:
    """Append one deed inside the caller's transaction; writers wait for each other until commit.

    ``details`` must be plain JSON. Four queries. Call it late in the transaction.
    """
    entry = LogEntry(
        actor_id=by.pk if by else None,
        deed=deed,
        subject_kind=subject_kind,
        subject_key=subject_key,
        group_slug=group_slug,
        reason=reason,
        details=details or {},
    )
    with transaction.atomic():
        _one_writer()
        entry.at = now()
        # Not the last row: if rows were cut off, this entry shows that they are missing.
        entry.before_hash = _named_by_head()
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        write_head(entry.hash)
    return entry


def write_head(last: str) -> None:
    """Let the head name ``last`` as the hash of the last entry. One query."""
    LogHead.objects.bulk_create(
        [LogHead(pk=_HEAD, hash=last, seal=seal_of(last))],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["hash", "seal"],
    )


def seal_of(last: str) -> str:
    """A keyed hash of the last hash, in hex; nobody makes it without the installation's key."""
    key = hmac.digest(installation_key(), b"damayan.moderation.log", "sha256")
    return hmac.new(key, last.encode(), "sha256").hexdigest()


def _one_writer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])


def _named_by_head() -> str:
    head = LogHead.objects.filter(pk=_HEAD).first()
    if head is None:
        return BEGINNING
    return head.hash if _is_sealed(head) else BROKEN


def _is_sealed(head: LogHead) -> bool:
    return hmac.compare_digest(head.seal, seal_of(head.hash))


def hash_of(entry: LogEntry) -> str:
    """SHA-256 in hex over everything the entry says and the hash before it."""
    said = {name: getattr(entry, name) for name in _COVERED}
    said |= {"before": entry.before_hash, "at": int(entry.at.timestamp() * 1_000_000)}
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify() -> list[str]:
    """Every break in the chain as a sentence, oldest first; empty when it is whole."""
    return [*_breaks(), *_wrong_end()]


def last_hash() -> str:
    """The hash to note elsewhere, so that a log cut off at its end can be noticed."""
    return LogEntry.objects.order_by("-id").values_list("hash", flat=True).first() or BEGINNING


def holds(noted: str) -> bool:
    """Whether a hash noted earlier is still in the log."""
    return noted == BEGINNING or LogEntry.objects.filter(hash=noted).exists()


def _breaks() -> Iterator[str]:
    before = BEGINNING
    for entry in LogEntry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.before_hash != before:
            yield f"Entry {entry.pk}: an entry before it is missing, added or changed."
        if hash_of(entry) != entry.hash:
            yield f"Entry {entry.pk}: it was changed after it was written."
        before = entry.hash


@transaction.atomic
def _wrong_end() -> list[str]:
    """Nobody writes while the head and the last entry are compared."""
    _one_writer()
    head, last = LogHead.objects.filter(pk=_HEAD).first(), last_hash()
    if head is None:
        return [] if last == BEGINNING else ["The head of the log is missing."]
    if not _is_sealed(head):
        return ["The head of the log was changed by somebody who has not the installation's key."]
    if head.hash != last:
        return ["The end of the log was cut off, added to or replaced: its head names another."]
    return []
