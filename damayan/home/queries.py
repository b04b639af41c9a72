"""What the front page and my room need of the rooms below, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery

from damayan.foundation.clock import now
from damayan.groups.models import Group, Membership
from damayan.notices.models import Notice
from damayan.people.models import Person
from damayan.safety.queries import Lines, lines_now
from damayan.stories.models import Mark, Story
from damayan.stories.queries.group import NEW_FOR
from damayan.stories.vocabulary import Topic

TONIGHT = 3
WAITING = 2
GROUPS = 4
# However many groups there are, the front page looks into this many.
LOOKED_INTO = 40
NOTICES = 3
# More than this is "many": nobody is helped by the exact number.
MANY = 10
# Longer ago, the unanswered list is the better place to look.
LATELY = timedelta(days=14)
_CARD = (
    "key",
    "title",
    "excerpt",
    "kind",
    "topics",
    "created_at",
    "active_at",
    "reply_count",
    "first_answer_at",
    "first_here",
    "group__slug",
    "group__name",
    "group__seed",
)


@dataclass(frozen=True)
class Card:
    """A story in a list; with ``notes`` (what may be hard to read) its words are left out."""

    story: Story
    notes: list[str]


@dataclass(frozen=True)
class Tonight:
    """What every visitor sees alike: stories that speak, stories that wait, groups, helplines."""

    stories: list[Card]
    waiting: list[Card]
    groups: list[Group]
    lines: list[Lines]


@dataclass(frozen=True)
class Fresh:
    """One of my groups, with how many stories there I have not opened (at most MANY)."""

    membership: Membership
    new: int

    @property
    def many(self) -> bool:
        return self.new >= MANY


@dataclass(frozen=True)
class Welcome:
    """The front page of one member."""

    notices: list[Notice]
    groups: list[Fresh]
    waiting: list[Card]


def tonight(language: str) -> Tonight:
    """For visitors; five queries. Nothing under a content note: nobody chose to meet it here."""
    waiting = _gentle().unanswered().filter(created_at__gt=now() - LATELY)
    known = Group.objects.visible_to(None).order_by("slug")[:LOOKED_INTO]
    spoken_first = sorted(known, key=lambda group: language not in group.languages)
    return Tonight(
        stories=_cards(_latest_by_group()[:TONIGHT]),
        waiting=_cards(waiting.order_by("-created_at", "-id")[:WAITING]),
        groups=spoken_first[:GROUPS],
        lines=lines_now()[:2],
    )


def _gentle() -> Any:
    return Story.objects.visible_to(None).standing().filter(topics=[])


def _latest_by_group() -> Any:
    """The answered story of each open group in which something happened last; latest first."""
    here = Story.objects.standing().filter(
        group=OuterRef("pk"), topics=[], first_answer_at__isnull=False
    )
    latest = here.order_by("-active_at", "-id").values("pk")[:1]
    open_groups = Group.objects.readable_by(None).order_by("slug")[:LOOKED_INTO]
    pks = list(open_groups.annotate(latest=Subquery(latest)).values_list("latest", flat=True))
    return _gentle().filter(pk__in=[pk for pk in pks if pk]).order_by("-active_at", "-id")


def welcome(person: Person) -> Welcome:
    """For a member; three queries, two when nothing is unread."""
    notices: list[Notice] = []
    if person.unread_notices:
        unread = Notice.objects.filter(person=person, read_at=None)
        notices = list(unread.order_by("-created_at", "-id")[:NOTICES])
    return Welcome(notices=notices, groups=_my_groups(person), waiting=_waiting_for(person))


def _cards(stories: Any) -> list[Card]:
    rows = stories.select_related("group").only(*_CARD)
    return [Card(row, [str(Topic(one).label) for one in row.topics]) for row in rows]


def _my_groups(person: Person) -> list[Fresh]:
    """Latest joined first, each with what is new to me by the same rule as in the group."""
    opened = Mark.objects.filter(person=person, story=OuterRef("pk"), seen_at__isnull=False)
    since = now() - NEW_FOR
    new = (
        Story.objects.visible_to(person)
        .wanted_by(person)
        .standing()
        .filter(
            ~Exists(opened),
            group=OuterRef("group"),
            active_at__gt=since,
            created_at__gt=since,
        )
        .filter(created_at__gt=OuterRef("joined_at"))
        .exclude(author=OuterRef("persona"))
    )
    rows: Any = (
        Membership.objects.active()
        .of(person)
        .filter(group__archived_at=None)
        .select_related("group")
        .annotate(new=ArraySubquery(new.values("pk")[:MANY]))
        .order_by("-joined_at", "-id")
    )
    return [Fresh(row, len(row.new)) for row in rows]


def _waiting_for(person: Person) -> list[Card]:
    """Unanswered stories of others in my groups, newcomers' first, then who waits longest."""
    mine = Membership.objects.active().filter(person=person).values("group_id")
    found = (
        Story.objects.unanswered()
        .filter(group__in=mine, created_at__gt=now() - LATELY)
        .visible_to(person)
        .wanted_by(person)
        .exclude(author__membership__person=person)
    )
    return _cards(found.order_by("-first_here", "created_at", "id")[:WAITING])
