"""Letting a member read what was decided about them; from there they may appeal."""

from datetime import datetime
from typing import Any

from damayan.foundation.clock import now
from damayan.moderation.models import Decision, LogEntry
from damayan.moderation.vocabulary import Deed
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.safety.models import Concern

# What takes what back: the earlier decision then no longer stands.
_TAKES_BACK = {Deed.RESTORE.value: Deed.HIDE.value, Deed.RESUME.value: Deed.PAUSE.value}


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

    ``entry`` is its line in the log, ``text`` the notice (a str or lazy str): it must hold neither
    their words nor the reason, which stand on the page that the notice leads to.
    """
    made = keep_decision(
        by=by, person_id=person_id, entry=entry, reason=reason, concern=concern, until=until
    )
    tell(
        person_id=person_id,
        kind=Kind.GUIDE,
        text=text,
        url=f"/decisions/{made.key}/",
        cause=f"log:{entry.hash}",
        thread=thread_of(made),
    )
    return made


def keep_decision(
    *,
    by: Person | None,
    person_id: int,
    entry: LogEntry,
    reason: str,
    concern: Concern | None = None,
    until: datetime | None = None,
) -> Decision:
    """Keep a decision where the member finds it, when they are told in another way."""
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
    _take_back(made)
    return made


def thread_of(decision: Decision) -> str:
    """The notices of one decision, which opening its page marks as read."""
    return f"decision:{decision.key}"


def _take_back(made: Decision) -> None:
    earlier = _TAKES_BACK.get(made.deed)
    if earlier is None:
        return
    Decision.objects.filter(
        person_id=made.person_id,
        deed=earlier,
        subject_kind=made.subject_kind,
        subject_key=made.subject_key,
        lifted_at=None,
    ).update(lifted_at=now(), lifted_by=made.by)
