"""What the inbox and the choices page need, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from damayan.foundation.paging import Page, page_of
from damayan.notices.addresses import usable_contacts
from damayan.notices.models import Choice, Frequency, Kind, MutedThread, Notice
from damayan.notices.rules import may_hear_of, way_of
from damayan.people.models import Person

PAGE = 30
MUTED_SHOWN = 100


@dataclass
class Line:
    """One line of the inbox: the newest of what is alike on this page, and how many more.

    ``first`` is the thread's newest line on the page, where muting is offered.
    """

    notice: Notice
    more: int = 0
    muted: bool = False
    first: bool = False


@dataclass(frozen=True)
class MutedLine:
    """A muted thread, in the words of the last notice about it ("" when there is none)."""

    thread: str
    text: str
    url: str


def inbox(person: Person, *, after: str = "", before: str = "") -> Page[Line]:
    """One page of notices, newest first, what is alike told once. At most 3 queries."""
    mine = Notice.objects.filter(person=person)
    page = page_of(mine, by="created_at", size=PAGE, after=after, before=before)
    threads = {notice.thread for notice in page.rows if notice.thread}
    muted = set(
        MutedThread.objects.filter(person=person, thread__in=threads).values_list(
            "thread", flat=True
        )
    )
    return Page(rows=_lines(page.rows, muted), earlier=page.earlier, later=page.later)


def _lines(notices: Sequence[Notice], muted: set[str]) -> list[Line]:
    lines: dict[tuple[str, ...], Line] = {}
    threads: set[str] = set()
    for notice in notices:
        alike = (notice.thread or notice.key, notice.kind, notice.text, str(not notice.read_at))
        if alike in lines:
            lines[alike].more += 1
            continue
        first = notice.thread not in threads
        lines[alike] = Line(notice, muted=notice.thread in muted, first=first)
        threads.add(notice.thread)
    return list(lines.values())


def told_at(person: Person, key: str) -> datetime | None:
    """When the person's own notice ``key`` was told; None when it is not theirs."""
    if not key.isprintable():
        return None
    found = Notice.objects.filter(person=person, key=key[:16])
    return found.values_list("created_at", flat=True).first()


def ways_of(person: Person) -> dict[str, str]:
    """How a person wants to hear, as {kind: slug of rules.WAYS}, every kind they may hear of."""
    chosen = {choice.kind: choice for choice in Choice.objects.filter(person=person)}
    unchosen = Choice(inbox=True, email=Frequency.NEVER)
    return {
        kind: way_of(inbox=choice.inbox, email=choice.email)
        for kind in Kind
        if may_hear_of(person, kind)
        for choice in [chosen.get(kind, unchosen)]
    }


def can_be_mailed(person: Person) -> bool:
    """Has this person a verified address, and still agrees to be written to?"""
    return usable_contacts().filter(person=person).exists()


def muted_threads(person: Person) -> list[MutedLine]:
    """The threads muted last, newest first, at most MUTED_SHOWN. One query."""
    last = Notice.objects.filter(person=person, thread=OuterRef("thread")).order_by("-created_at")
    found = (
        MutedThread.objects.filter(person=person)
        .annotate(text=Subquery(last.values("text")[:1]), url=Subquery(last.values("url")[:1]))
        .order_by("-muted_at", "-id")[:MUTED_SHOWN]
    )
    return [MutedLine(row.thread, row.text or "", row.url or "") for row in found]
