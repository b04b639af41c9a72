"""The page that is read most: one story with its answers.

One query for a visitor's story, one for its replies; a member's first also brings who they are
here, what they marked, said and drafted, and what they would rather not see. Compiled once per
process (foundation.prepared); the conditions are those of ``visible_to``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from damayan.foundation.prepared import Prepared, Slots
from damayan.groups.models import PersonaBlock, PersonaMute
from damayan.notices.models import MutedThread, Notice
from damayan.people.models import Person
from damayan.stories.company import somebody_writes
from damayan.stories.compose import parts
from damayan.stories.models import Draft, HiddenTopic, Reaction, Reply, Story
from damayan.stories.models.visible import unblocked, unmuted
from damayan.stories.queries.keyset import beyond
from damayan.stories.queries.page_rows import MINE, PATHS, Mine, ReplyRow, StoryRow
from damayan.stories.queries.standing import is_guide, may_write_as, me_in, words_in
from damayan.stories.rules import Place, Words

SIZE = 20


def _story_columns() -> list[str]:
    return [PATHS.get(name, name) for name in StoryRow._fields]


def _for_visitor(slots: Slots) -> Any:
    found = Story.objects.visible_to(None).filter(key=slots.text("key"))
    return found.values_list(*_story_columns())


def _for_member(slots: Slots) -> Any:
    person, key, thread = slots.integer("person"), slots.text("key"), slots.text("thread")
    drafts = Draft.objects.filter(person_id=person, place=slots.text("place"))
    topics = HiddenTopic.objects.filter(person_id=person)
    folds = Q(topics__overlap=ArraySubquery(topics.values("topic")))
    waiting = Notice.objects.filter(person_id=person, thread=thread, read_at=None)
    return (
        Story.objects.visible_to(person)
        .filter(key=key)
        .annotate(
            me=me_in("group__memberships", person),
            mark=FilteredRelation("marks", condition=Q(marks__person_id=person)),
            is_guide=is_guide(person),
            folds=Case(When(folds, then=Value(True)), default=Value(False)),
            thread_muted=Exists(MutedThread.objects.filter(person_id=person, thread=thread)),
            thread_unread=Exists(waiting),
            shy=Q(Exists(set_aside(person, PersonaBlock, "blocker")))
            | Q(Exists(set_aside(person, PersonaBlock, "blocked")))
            | Q(Exists(set_aside(person, PersonaMute, "muter"))),
            somebody_writes=somebody_writes(person),
            draft=Subquery(drafts.values("sealed")[:1]),
            said=ArraySubquery(_said(person)),
        )
        .values_list(*_story_columns(), *(MINE.get(name, name) for name in Mine._fields))
    )


def set_aside(person_id: int, model: Any, side: str) -> Any:
    """Blocks or mutes in which the person's persona in this group is on the given side."""
    mine = {f"{side}__membership__person_id": person_id, f"{side}__group": OuterRef("group")}
    return model.objects.filter(**mine)


def _said(person_id: int) -> Any:
    """My words on this page as "reply id:word"; the story's own are under 0."""
    mine = Reaction.objects.filter(story=OuterRef("pk"), persona__membership__person_id=person_id)
    about = Cast(Coalesce("reply_id", 0), CharField())
    return mine.values(as_text=Concat(about, Value(":"), F("word"), output_field=CharField()))


_VISITOR, _MEMBER = Prepared(_for_visitor), Prepared(_for_member)


@lru_cache(maxsize=16)
def _replies(way: str, *, personal: bool, guiding: bool) -> Prepared:
    """Replies of one story from the oldest; ``way``: first, after, before or last.

    What waits for a guide is read by its author, ``me`` (0: nobody), and by guides.
    """

    def build(slots: Slots) -> Any:
        found = Reply.objects.filter(story_id=slots.integer("story"))
        if not guiding:
            found = found.filter(Q(waiting_at=None) | Q(author_id=slots.integer("me")))
        parent_key: Any = F("parent__key")
        if personal:
            person = slots.integer("person")
            found = found.filter(unblocked("author", person), unmuted("author", person))
            parent_key = Case(When(unblocked("parent__author", person), then=F("parent__key")))
        if way in {"after", "before"}:
            op = "gt" if way == "after" else "lt"
            place = slots.moment("moment"), slots.integer("pk")
            found = found.filter(beyond("created_at", op, *place))
        sign = "-" if way in {"before", "last"} else ""
        columns = [{**PATHS, "parent_key": "above"}.get(n, n) for n in ReplyRow._fields]
        rows = found.annotate(above=parent_key).order_by(f"{sign}created_at", f"{sign}id")
        return rows.values_list(*columns)[: SIZE + 1]

    return Prepared(build)


class Answer(NamedTuple):
    """A reply in the order of the page; ``below``: how many answers to it follow at once."""

    row: ReplyRow
    nested: bool
    below: int
    closes: bool


@dataclass
class StoryPage:
    """All that the template shows."""

    story: StoryRow
    mine: Mine
    answers: list[Answer]
    rows: list[ReplyRow]
    earlier: str
    later: str
    person: Person | None = None

    @cached_property
    def place(self) -> Place:
        mine, story = self.mine, self.story
        writing = may_write_as(
            mine.persona_id,
            mine.paused_at,
            mine.accepted,
            story.archived_at,
            story.rules_version,
            person=self.person,
        )
        return Place(mine.persona_id, is_guide=mine.is_guide, writing=writing)

    @cached_property
    def words(self) -> Words:
        story = self.story
        return words_in(story)

    @property
    def is_author(self) -> bool:
        return self.mine.persona_id == self.story.author_id

    @property
    def parts(self) -> list[str]:
        """The cooked words; none when they were removed, or hidden from this reader.

        What a guide declined its author still reads, to change it.
        """
        words = self.words
        kept = self.mine.is_guide or (self.is_author and words.is_declined)
        gone = words.gone and not (kept and not words.removed_at)
        return ["", "", ""] if gone else parts(self.story.html)

    @property
    def is_whole(self) -> bool:
        """All visible answers are on this page, so that they may be counted."""
        return not self.earlier and not self.later

    @property
    def count(self) -> int:
        """Standing answers by others than the author, of those on this page."""
        author = self.story.author_id
        return sum(
            1
            for r in self.rows
            if r.author_id != author and not (r.removed_at or r.hidden_at or r.waiting_at)
        )

    @property
    def seen_until(self) -> datetime | None:
        """Up to where this page shows the story; None when that is already marked as seen."""
        until = self.rows[-1].created_at if self.later else self.story.active_at
        seen = self.mine.seen_at
        return None if seen is not None and seen >= until else until


def story_page(
    person: Person | None, key: str, *, after: str = "", before: str = "", last: bool = False
) -> StoryPage:
    """A story and at most 20 answers: two queries, three on another page than the first.

    ``after`` and ``before`` are keys of replies. Raises Story.DoesNotExist when out of sight.
    """
    story, mine = _load(person, key)
    way, place = _way(story.pk, after, before, last=last)
    personal = mine.shy and not mine.is_guide
    values: dict[str, Any] = {"story": story.pk, "me": mine.persona_id or 0, **place}
    if personal and person:
        values["person"] = person.pk
    asked = _replies(way, personal=personal, guiding=mine.is_guide)
    found = [ReplyRow(*row) for row in asked.rows(**values)]
    more, found = len(found) > SIZE, found[:SIZE]
    if way in {"before", "last"}:
        found.reverse()
    has_earlier, has_later = (
        (more, way == "before")
        if way in {"before", "last"}
        else (
            way == "after",
            more,
        )
    )
    return StoryPage(
        story,
        mine,
        list(_nested(found)),
        found,
        earlier=found[0].key if has_earlier and found else "",
        later=found[-1].key if has_later and found else "",
        person=person,
    )


def _load(person: Person | None, key: str) -> tuple[StoryRow, Mine]:
    key = key[:16]
    if person is None:
        row = _VISITOR.row(key=key)
    else:
        row = _MEMBER.row(key=key, person=person.pk, thread=f"story:{key}", place=f"reply:{key}")
    if row is None:
        raise Story.DoesNotExist
    cut = len(StoryRow._fields)
    return StoryRow(*row[:cut]), Mine(*row[cut:])


def _way(story_id: int, after: str, before: str, *, last: bool) -> tuple[str, dict[str, Any]]:
    cursor = after or before
    if not cursor:
        return ("last" if last else "first"), {}
    found = Reply.objects.filter(story_id=story_id, key=cursor[:16])
    place = found.values("created_at", "id").first()
    if place is None:
        return "first", {}
    return ("after" if after else "before"), {"moment": place["created_at"], "pk": place["id"]}


def _nested(rows: list[ReplyRow]) -> Iterator[Answer]:
    """Answers to answers move under theirs when both are on the page."""
    here = {row.pk for row in rows}
    below: dict[int, list[ReplyRow]] = {}
    for row in rows:
        if row.parent_id in here:
            below.setdefault(row.parent_id, []).append(row)
    for row in rows:
        if row.parent_id in here:
            continue
        follow = below.get(row.pk, [])
        yield Answer(row, nested=False, below=len(follow), closes=False)
        for one in follow:
            yield Answer(one, nested=True, below=0, closes=one is follow[-1])
