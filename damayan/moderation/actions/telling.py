"""Letting a member read what was decided about them; from there they may appeal."""

from datetime import datetime
from typing import Any

from damayan.moderation.models import Decision, LogEntry
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.safety.models import Concern


def tell_decision(
    *,
    by: Person | None,
    person_id: int,
    entry: LogEntry,
    reason: str,
    text: Any,
    concern: Concern | None = None,
    until: datetime | None = None,
) -> Decision:
    """Keep a decision for the member it is about, and tell them; in the caller's transaction.

    ``entry`` is its line in the log, ``text`` the notice (a str or lazy str without their words).
    """
    made = Decision.objects.create(
        person_id=person_id,
        concern=concern,
        deed=entry.deed,
        subject_kind=entry.subject_kind,
        subject_key=entry.subject_key[:16],
        group_slug=entry.group_slug,
        reason=reason,
        by=by,
        until=until,
        entry_hash=entry.hash,
    )
    tell(
        person_id=person_id,
        kind=Kind.GUIDE,
        text=text,
        url=f"/decisions/{made.key}/",
        cause=f"log:{entry.hash}",
    )
    return made
