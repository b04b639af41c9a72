"""Where a person stands towards a story or a group, with all that a deed asks: one query each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from damayan.foundation.clock import now
from damayan.foundation.prepared import Prepared, Slots, run
from damayan.foundation.verdict import Verdict, no
from damayan.groups.customs import COLUMNS, Customs
from damayan.groups.models import Group, Membership, PersonaMute
from damayan.groups.rules import may_write
from damayan.people.models import Person
from damayan.people.queries import on_probation
from damayan.people.rules import PROBATION_POSTS
from damayan.stories.models import Draft, Reply, Story
from damayan.stories.models.visible import guided
from damayan.stories.rules import NOT_A_MEMBER, Place, Words

HOUR = timedelta(hours=1)


class Stand(NamedTuple):
    """A person before a story that they may see."""

    story_id: int
    story_key: str
    group_id: int
    slug: str
    archived_at: datetime | None
    rules_version: int
    author_id: int
    removed_at: datetime | None
    hidden_at: datetime | None
    waiting_at: datetime | None
    closed_at: datetime | None
    guide_closed_at: datetime | None
    persona_id: int | None
    paused_at: datetime | None
    accepted: int | None
    is_guide: bool
    author_person_id: int | None
    author_muted_me: bool
    has_draft: bool
    recent: int
    customs: Customs
    person: Person | None = None

    @property
    def place(self) -> Place:
        writing = may_write_as(
            self.persona_id,
            self.paused_at,
            self.accepted,
            self.archived_at,
            self.rules_version,
            person=self.person,
        )
        return Place(self.persona_id, is_guide=self.is_guide, writing=writing)

    @property
    def story(self) -> Words:
        return words_in(self)


def words_in(row: Any) -> Words:
    """What a rule asks about the story or reply in a row, whatever else the row holds."""
    return Words(
        row.author_id,
        row.removed_at,
        row.hidden_at,
        row.waiting_at,
        getattr(row, "closed_at", None),
        getattr(row, "guide_closed_at", None),
    )


def may_write_as(
    persona_id: int | None,
    paused_at: datetime | None,
    accepted: int | None,
    archived_at: datetime | None,
    rules_version: int,
    *,
    person: Person | None = None,
) -> Verdict:
    """The groups' own rule, asked with columns that a query has already brought."""
    if persona_id is None:
        return no(str(NOT_A_MEMBER))
    return may_write(
        person or Person(),
        Group(archived_at=archived_at, rules_version=rules_version),
        membership=Membership(paused_at=paused_at, rules_version=accepted or 0),
    )


def me_in(path: str, person_id: int) -> FilteredRelation:
    """The person's active membership in the group at ``path``, as a join that may be empty."""
    member = {f"{path}__person_id": person_id, f"{path}__left_at": None}
    return FilteredRelation(path, condition=Q(**member))


def is_guide(person_id: int, group: str = "group") -> Case:
    """Whether the person guides the group that the path ``group`` names."""
    return Case(
        When(guided(group, person_id), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def recent(model: Any, person_id: int, group: str, since: datetime) -> Coalesce:
    """How many of ``model`` the person's persona in the group has written since then.

    Words that a guide let out since then count by when they were written.
    """
    counted = (
        model.objects.filter(
            Q(written_at=None) | Q(written_at__gt=since),
            author__membership__person_id=person_id,
            author__group=OuterRef(group),
            created_at__gt=since,
        )
        .order_by()
        .values("author__group")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _stand(slots: Slots) -> Any:
    person = slots.integer("person")
    muted = PersonaMute.objects.filter(
        muter=OuterRef("author"), muted__membership__person_id=person
    )
    drafts = Draft.objects.filter(person_id=person, place=slots.text("place"))
    return (
        Story.objects.visible_to(person)
        .filter(key=slots.text("key"))
        .annotate(
            me=me_in("group__memberships", person),
            guide=is_guide(person),
            muted=Exists(muted),
            drafted=Exists(drafts),
            recent=recent(Reply, person, "group", slots.moment("since")),
        )
        .values_list(
            "id",
            "key",
            "group_id",
            "group__slug",
            "group__archived_at",
            "group__rules_version",
            "author_id",
            "removed_at",
            "hidden_at",
            "waiting_at",
            "replies_closed_at",
            "guide_closed_at",
            "me__persona_id",
            "me__paused_at",
            "me__rules_version",
            "guide",
            "author__membership__person_id",
            "muted",
            "drafted",
            "recent",
            *(f"group__{name}" for name in COLUMNS),
        )
    )


_STAND = Prepared(_stand)


def stand(person: Person, key: str) -> Stand:
    """Where ``person`` stands before the story ``key``; Story.DoesNotExist when out of sight."""
    row = _STAND.row(person=person.pk, key=key, place=f"reply:{key}", since=now() - HOUR)
    if row is None:
        raise Story.DoesNotExist
    cut = -len(COLUMNS)
    return Stand(*(*row[:cut], _customs(row[cut:], person), person))


def _customs(columns: Sequence[Any], person: Person) -> Customs:
    """The group's, and for somebody on probation at least what that asks."""
    found = Customs(*columns)
    return found.at_least(PROBATION_POSTS) if on_probation(person) else found


class Desk(NamedTuple):
    """A person before a group that they may read."""

    group_id: int
    slug: str
    archived_at: datetime | None
    rules_version: int
    persona_id: int | None
    paused_at: datetime | None
    accepted: int | None
    is_guide: bool
    recent: int
    told_before: bool
    customs: Customs
    person: Person | None = None

    @property
    def place(self) -> Place:
        writing = may_write_as(
            self.persona_id,
            self.paused_at,
            self.accepted,
            self.archived_at,
            self.rules_version,
            person=self.person,
        )
        return Place(self.persona_id, is_guide=self.is_guide, writing=writing)


def desk(person: Person, group_id: int) -> Desk:
    """Where ``person`` stands to tell a story; Group.DoesNotExist when it is closed to them."""
    told = Story.objects.filter(
        author__membership__person_id=person.pk, author__group=OuterRef("pk")
    )
    row = (
        Group.objects.readable_by(person)
        .filter(pk=group_id)
        .annotate(
            me=me_in("memberships", person.pk),
            guide=is_guide(person.pk, "pk"),
            recent=recent(Story, person.pk, "pk", now() - HOUR),
            told=Exists(told),
        )
        .values_list(
            "id",
            "slug",
            "archived_at",
            "rules_version",
            "me__persona_id",
            "me__paused_at",
            "me__rules_version",
            "guide",
            "recent",
            "told",
            *COLUMNS,
        )
        .first()
    )
    if row is None:
        raise Group.DoesNotExist
    cut = -len(COLUMNS)
    return Desk(*(*row[:cut], _customs(row[cut:], person), person))


class Before(NamedTuple):
    """What a persona wrote until now: how many posts others read (counted no further than asked),
    and when the last one was written, if within the group's slow mode.
    """

    shown: int = 0
    last: datetime | None = None


_BEFORE = """
SELECT (
    SELECT count(*) FROM (
        SELECT 1 FROM stories_story
        WHERE author_id = %(persona)s AND waiting_at IS NULL AND hidden_at IS NULL
        UNION ALL
        SELECT 1 FROM stories_reply
        WHERE author_id = %(persona)s AND waiting_at IS NULL AND hidden_at IS NULL
        LIMIT %(most)s
    ) AS shown
), GREATEST(
    (SELECT max(coalesce(written_at, created_at)) FROM stories_story
     WHERE author_id = %(persona)s AND created_at > %(since)s),
    (SELECT max(coalesce(written_at, created_at)) FROM stories_reply
     WHERE author_id = %(persona)s AND created_at > %(since)s)
)
"""


def before(customs: Customs, place: Place) -> Before:
    """One query where the group asks for it; none elsewhere, for guides and for strangers."""
    if place.is_guide or place.persona_id is None or not customs.asks_what_came_before:
        return Before()
    since = now() - timedelta(minutes=customs.slow_minutes)
    values = {"persona": place.persona_id, "most": customs.first_posts, "since": since}
    return Before(*run(_BEFORE, values)[0])
