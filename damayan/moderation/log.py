"""The guides' log: append-only, each entry's hash covers the one before.

The database refuses to change or delete an entry (migration 0002). Who can switch that off can
still be noticed: a changed, missing or inserted entry breaks the chain, and a log cut off at its
end shows when its last hash, noted elsewhere, is no longer there.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from damayan.foundation.clock import now
from damayan.moderation.models import LogEntry
from damayan.people.models import Person

BEGINNING = "0" * 64
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

    ``details`` must be plain JSON. Two queries and the insert. Call it late in the transaction.
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
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])
        entry.at = now()
        last = LogEntry.objects.order_by("-id").values_list("hash", flat=True).first()
        entry.before_hash = last or BEGINNING
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
    return entry


def hash_of(entry: LogEntry) -> str:
    """SHA-256 in hex over everything the entry says and the hash before it."""
    said = {name: getattr(entry, name) for name in _COVERED}
    said |= {"before": entry.before_hash, "at": int(entry.at.timestamp() * 1_000_000)}
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify() -> list[str]:
    """Every break in the chain as a sentence, oldest first; empty when it is whole."""
    return list(_breaks())


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
