"""Verbs: tell a person something, read, mute a thread, choose how to hear."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.notices import telling
from damayan.notices.live import topic
from damayan.notices.models import Choice, Delivery, Frequency, Kind, MutedThread, Notice
from damayan.notices.rules import due, may_be_silent
from damayan.people.models import Person

SEND = "notices.send"


def tell(
    *, person_id: int, kind: Kind, text: object, url: str, cause: str, thread: str = ""
) -> Notice | None:
    """Tell one person one thing, once per ``cause`` (at most 96 characters).

    Call it last in the transaction that makes it true: it locks the person's row until commit.
    Telling several people, go in the order of their ids, so that two transactions cannot wait
    for each other. ``text`` (a lazy string) is put in the person's own language, at most 300
    characters; ``url`` is a path. Two queries, four when an e-mail is due. Returns None when the
    cause was told before, the person chose silence or the thread is muted.
    """
    wish = telling.wish_of(person_id, kind, thread)
    if wish is None or wish.silent:
        return None
    with translation.override(wish.language):
        words = str(text)[:300]
    notice = Notice(
        key=new_key(),
        person_id=person_id,
        kind=kind,
        text=words,
        url=url,
        thread=thread,
        cause=cause,
        created_at=now(),
    )
    if not telling.write(notice):
        return None
    live.notify(topic(person_id))
    if wish.email != Frequency.NEVER:
        _post(notice, wish.email)
    return notice


def _post(notice: Notice, frequency: str) -> None:
    delivery = Delivery.objects.create(
        notice=notice, frequency=frequency, due_at=due(frequency, notice.created_at)
    )
    if frequency == Frequency.NOW:
        app.configure_task(SEND).defer(delivery_id=delivery.pk)


def read_thread(*, by: Person, thread: str) -> None:
    """Mark what waits of one thread as read: no query when nothing is unread, one otherwise."""
    if by.unread_notices and thread:
        _read(by, thread, now())


def read_all(*, by: Person, until: datetime | None = None) -> None:
    """Mark everything told up to ``until`` (what the page showed) as read."""
    _read(by, "", until or now())


def _read(person: Person, thread: str, until: datetime) -> None:
    left = telling.mark_read(person_id=person.pk, thread=thread, until=until, moment=now())
    if left is not None:
        person.unread_notices = left
        live.notify(topic(person.pk))


def mute(*, by: Person, thread: str) -> None:
    """Hear nothing more of a thread; what waits of it counts as read."""
    with transaction.atomic():
        MutedThread.objects.bulk_create(
            [MutedThread(person=by, thread=thread)], ignore_conflicts=True
        )
        read_thread(by=by, thread=thread)


def unmute(*, by: Person, thread: str) -> None:
    """Hear of a thread again, from now on."""
    MutedThread.objects.filter(person=by, thread=thread).delete()


def choose(*, by: Person, ways: dict[str, tuple[bool, str]]) -> None:
    """Keep how ``by`` wants to hear, as {kind: (inbox, frequency of e-mail)}."""
    rows = [
        Choice(person=by, kind=kind, inbox=inbox or not may_be_silent(kind), email=email)
        for kind, (inbox, email) in ways.items()
    ]
    _keep(rows, ["inbox", "email"])


def stop_mail(*, by: Person) -> None:
    """No more e-mail of any kind, and none of what waits; the inbox stays as chosen."""
    rows = [Choice(person=by, kind=kind, email=Frequency.NEVER) for kind in Kind.values]
    with transaction.atomic():
        _keep(rows, ["email"])
        Delivery.objects.filter(notice__person=by, sent_at=None, claimed_at=None).delete()


def _keep(rows: list[Choice], fields: list[str]) -> None:
    Choice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=fields
    )
