"""The statements behind ``tell``: one that asks how somebody wants to hear, one that writes it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from damayan.foundation.prepared import Prepared, Slots
from damayan.notices.addresses import usable_contacts
from damayan.notices.models import Choice, Frequency, MutedThread, Notice
from damayan.notices.rules import mail_is_set_up, may_be_silent
from damayan.people.models import Person

# One statement, so that the counter and the notice can never disagree; a cause told before
# changes nothing and returns nothing.
_WRITE = """
WITH made AS (
    INSERT INTO notices_notice (key, person_id, kind, text, url, thread, cause, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (person_id, cause) DO NOTHING
    RETURNING id, person_id
)
UPDATE people_person SET unread_notices = unread_notices + 1
FROM made WHERE people_person.id = made.person_id RETURNING made.id
"""

_READ = """
WITH found AS (
    SELECT id FROM notices_notice
    WHERE person_id = %(person)s AND read_at IS NULL
      AND (%(thread)s = '' OR thread = %(thread)s) AND created_at <= %(until)s
    ORDER BY id FOR UPDATE
), done AS (
    UPDATE notices_notice SET read_at = %(now)s
    FROM found WHERE notices_notice.id = found.id RETURNING 1
)
UPDATE people_person
SET unread_notices = GREATEST(0, unread_notices - (SELECT count(*) FROM done))
WHERE id = %(person)s AND EXISTS (SELECT 1 FROM done)
RETURNING unread_notices
"""


class Wish(NamedTuple):
    """How one person wants to hear of one thing."""

    language: str
    silent: bool
    email: str


def _wish(slots: Slots) -> QuerySet[Any, Any]:
    choice = Choice.objects.filter(person=OuterRef("pk"), kind=slots.text("kind"))
    muted = MutedThread.objects.filter(person=OuterRef("pk"), thread=slots.text("thread"))
    return (
        Person.objects.filter(pk=slots.integer("person"), is_active=True)
        .annotate(
            inbox=Subquery(choice.values("inbox")[:1]),
            email=Subquery(choice.values("email")[:1]),
            muted=Exists(muted),
            reachable=Exists(usable_contacts().filter(person=OuterRef("pk"))),
        )
        .values_list("language", "inbox", "email", "muted", "reachable")
    )


_WISH = Prepared(_wish)


def wish_of(person_id: int, kind: str, thread: str) -> Wish | None:
    """One query; None when there is nobody to tell."""
    found = _WISH.row(person=person_id, kind=str(kind), thread=thread)
    if found is None:
        return None
    language, inbox, email, muted_here, reachable = found
    silent = may_be_silent(kind) and (inbox is False or (bool(thread) and muted_here))
    mail = bool(email) and reachable and mail_is_set_up()
    return Wish(language, silent, email if mail else Frequency.NEVER)


def write(notice: Notice) -> bool:
    """Insert ``notice`` and raise its person's counter; False when its cause was told before."""
    row: list[Any] = [notice.key, notice.person_id, notice.kind, notice.text, notice.url]
    row += [notice.thread, notice.cause, notice.created_at]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, row)
        made = cursor.fetchone()
    if made:
        notice.pk = made[0]
        notice._state.adding = False
    return bool(made)


def mark_read(*, person_id: int, thread: str, until: datetime, moment: datetime) -> int | None:
    """Mark a thread's notices ("" for all) up to ``until`` as read; the counter that is left."""
    values: dict[str, Any] = {"person": person_id, "thread": thread, "until": until, "now": moment}
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        left = cursor.fetchone()
    return left[0] if left else None
