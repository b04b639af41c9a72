"""The page of one group: its stories by latest activity. Compiled once per kind of question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from damayan.foundation.clock import now
from damayan.foundation.prepared import Prepared, Slots
from damayan.groups.models import Group, PersonaBlock
from damayan.people.models import Person
from damayan.stories.models import HiddenTopic, Reply, Story
from damayan.stories.models.visible import unblocked
from damayan.stories.queries.keyset import beyond
from damayan.stories.queries.standing import is_guide, may_write_as, me_in
from damayan.stories.rules import Place

SIZE = 20
# A story that was never opened is new for a fortnight, not for ever.
NEW_FOR = timedelta(days=14)
FILTERS = ("kind", "language", "helped")


class GroupRow(NamedTuple):
    """What the page shows of the group."""

    pk: int
    slug: str
    names: dict[str, str]
    abouts: dict[str, str]
    seed: int
    access: str
    archived_at: datetime | None
    findable_at: datetime | None
    rules_version: int
    answer_times: dict[str, Any]
    quiet_from: time | None
    quiet_to: time | None


class Here(NamedTuple):
    """Who the member is here; ``persona_id`` is None for somebody not in the group."""

    persona_id: int | None = None
    name: str = ""
    seed: int = 0
    paused_at: datetime | None = None
    accepted: int | None = None
    joined_at: datetime | None = None
    is_guide: bool = False
    has_blocks: bool = False
    folds: Any = ()


class CardRow(NamedTuple):
    """A story in a list; ``fresh`` says that somebody answered since ``seen_at``."""

    pk: int
    key: str
    title: str
    excerpt: str
    kind: str
    language: str
    topics: list[str]
    first_here: bool
    created_at: datetime
    active_at: datetime
    closed_at: datetime | None
    author_id: int
    author_name: str
    author_seed: int
    answers: int
    seen_at: datetime | None
    fresh: bool


_GROUP = {"pk": "id", "names": "name", "abouts": "about"}
_HERE = {
    "persona_id": "me__persona_id",
    "name": "me__persona__name",
    "seed": "me__persona__seed",
    "paused_at": "me__paused_at",
    "accepted": "me__rules_version",
    "joined_at": "me__joined_at",
}
_CARD = {
    "pk": "id",
    "closed_at": "replies_closed_at",
    "author_name": "author__name",
    "author_seed": "author__seed",
    "seen_at": "seen",
}


def _columns(row: Any, paths: Mapping[str, str]) -> list[str]:
    return [paths.get(name, name) for name in row._fields]


def _group_for_visitor(slots: Slots) -> Any:
    found = Group.objects.readable_by(None).filter(slug=slots.text("slug"))
    return found.values_list(*_columns(GroupRow, _GROUP))


def _group_for_member(slots: Slots) -> Any:
    person = slots.integer("person")
    blocks = PersonaBlock.objects.filter(
        Q(blocker__membership__person_id=person) | Q(blocked__membership__person_id=person),
        blocker__group=OuterRef("pk"),
    )
    folds = HiddenTopic.objects.filter(person_id=person, fold=True)
    return (
        Group.objects.readable_by(Person(pk=person))
        .filter(slug=slots.text("slug"))
        .annotate(
            me=me_in("memberships", person),
            is_guide=is_guide(person, "pk"),
            has_blocks=Exists(blocks),
            folds=ArraySubquery(folds.values("topic")),
        )
        .values_list(*_columns(GroupRow, _GROUP), *_columns(Here, _HERE))
    )


_VISITOR, _MEMBER = Prepared(_group_for_visitor), Prepared(_group_for_member)


@lru_cache(maxsize=128)
def _cards(way: str, reader: str, filters: tuple[str, ...]) -> Prepared:
    """``reader``: visitor, guide, member, or wary (a member with a block in this group)."""

    def build(slots: Slots) -> Any:
        found: Any = Story.objects.standing().filter(group_id=slots.integer("group"))
        person = None if reader == "visitor" else slots.integer("person")
        found = _for_reader(found, reader, person)
        for name in filters:
            value = slots.text(name)
            found = found.filter(
                **({"helped__contains": [value]} if name == "helped" else {name: value})
            )
        if way != "first":
            op = "lt" if way == "after" else "gt"
            place = slots.moment("moment"), slots.integer("pk")
            found = found.filter(beyond("active_at", op, *place))
        sign = "" if way == "before" else "-"
        ordered = found.order_by(f"{sign}active_at", f"{sign}id")
        return ordered.values_list(*_columns(CardRow, _CARD))[: SIZE + 1]

    return Prepared(build)


def _for_reader(found: Any, reader: str, person: int | None) -> Any:
    if person is None:
        return found.annotate(
            answers=F("reply_count"),
            seen=Value(None, output_field=Story._meta.get_field("created_at")),
            fresh=Value(False),
        )
    found = found.wanted_by(person).annotate(
        mark=FilteredRelation("marks", condition=Q(marks__person_id=person)),
        seen=F("mark__seen_at"),
    )
    if reader != "wary":
        return found.annotate(answers=F("reply_count"), fresh=Q(seen__lt=F("active_at")))
    answers = Reply.objects.standing().filter(story=OuterRef("pk"))
    in_sight = answers.filter(unblocked("author", person))
    counted = in_sight.exclude(author=OuterRef("author")).order_by().values("story")
    return found.filter(unblocked("author", person)).annotate(
        answers=Coalesce(
            Subquery(counted.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()
        ),
        fresh=Exists(in_sight.filter(created_at__gt=OuterRef("seen"))),
    )


@dataclass(frozen=True)
class GroupPage:
    """All that the template shows."""

    group: GroupRow
    here: Here
    cards: list[CardRow]
    earlier: str
    later: str
    filters: dict[str, str]
    person: Person | None = None

    @property
    def place(self) -> Place:
        here, group = self.here, self.group
        writing = may_write_as(
            here.persona_id,
            here.paused_at,
            here.accepted,
            group.archived_at,
            group.rules_version,
            person=self.person,
        )
        return Place(here.persona_id, is_guide=here.is_guide, writing=writing)

    def is_new(self, card: CardRow) -> bool:
        """Never opened by this member, by somebody else, told since they came and lately."""
        here = self.here
        if here.joined_at is None or card.seen_at or card.author_id == here.persona_id:
            return False
        return card.created_at > max(here.joined_at, now() - NEW_FOR)


def group_page(
    person: Person | None,
    slug: str,
    *,
    filters: Mapping[str, str],
    after: str = "",
    before: str = "",
) -> GroupPage:
    """A group with at most 20 stories: two queries, three on another page than the first.

    ``filters`` may name kind, language and helped. Raises Group.DoesNotExist when ``person`` may
    not read it.
    """
    group, here = _load(person, slug)
    way, place = _way(group.pk, after, before)
    reader = _reader(person, here)
    asked = {name: filters[name] for name in FILTERS if filters.get(name)}
    values: dict[str, Any] = {"group": group.pk, **place, **asked}
    if person is not None:
        values["person"] = person.pk
    rows = _cards(way, reader, tuple(asked)).rows(**values)
    found = [CardRow(*row) for row in rows]
    more, found = len(found) > SIZE, found[:SIZE]
    if way == "before":
        found.reverse()
    has_newer, has_older = (more, True) if way == "before" else (way == "after", more)
    return GroupPage(
        group,
        here,
        found,
        earlier=found[0].key if has_newer and found else "",
        later=found[-1].key if has_older and found else "",
        filters=asked,
        person=person,
    )


def _load(person: Person | None, slug: str) -> tuple[GroupRow, Here]:
    row = _VISITOR.row(slug=slug) if person is None else _MEMBER.row(slug=slug, person=person.pk)
    if row is None:
        raise Group.DoesNotExist
    cut = len(GroupRow._fields)
    return GroupRow(*row[:cut]), Here(*row[cut:])


def _reader(person: Person | None, here: Here) -> str:
    if person is None:
        return "visitor"
    if here.is_guide:
        return "guide"
    return "wary" if here.has_blocks else "member"


def _way(group_id: int, after: str, before: str) -> tuple[str, dict[str, Any]]:
    cursor = after or before
    if not cursor:
        return "first", {}
    found = Story.objects.filter(group_id=group_id, key=cursor[:16])
    place = found.values("active_at", "id").first()
    if place is None:
        return "first", {}
    return ("after" if after else "before"), {"moment": place["active_at"], "pk": place["id"]}
