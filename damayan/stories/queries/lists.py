"""Lists over several groups: unanswered, kept, my own; and single rows for the verbs' pages."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from damayan.foundation.paging import Page, page_of
from damayan.groups.models import Group, Membership
from damayan.people.models import Person
from damayan.stories.company import somebody_writes
from damayan.stories.models import Draft, HiddenTopic, Mark, Reaction, Reply, Story
from damayan.stories.models.visible import id_of
from damayan.stories.vocabulary import Word

SIZE = 20
NEWCOMERS = 30


def _cards(rows: Any, person: Person) -> Any:
    """Rows as lists show them to ``person``, with their group."""
    return rows.annotate(
        group_names=F("group__name"),
        group_seed=F("group__seed"),
        slug=F("group__slug"),
        author_name=F("author__name"),
        author_seed=F("author__seed"),
        somebody_writes=somebody_writes(person.pk),
    ).values_list(
        "id",
        "key",
        "title",
        "excerpt",
        "kind",
        "language",
        "topics",
        "first_here",
        "created_at",
        "active_at",
        "removed_at",
        "hidden_at",
        "waiting_at",
        "reply_count",
        "group_names",
        "group_seed",
        "slug",
        "author_name",
        "author_seed",
        "somebody_writes",
        named=True,
    )


def _waiting_for(person: Person) -> Any:
    """Unanswered stories of others in my groups, without what I do not want to see."""
    mine = Membership.objects.filter(person=person, left_at=None).values("group_id")
    return (
        Story.objects.unanswered()
        .filter(group__in=mine)
        .visible_to(person)
        .wanted_by(person)
        .exclude(author__membership__person=person)
    )


def unanswered_page(
    person: Person, *, after: str = "", before: str = ""
) -> tuple[list[Any], Page[Any]]:
    """Newcomers' first stories (at most 30, on the first page), then the others, oldest first.

    Two queries, a third on another page than the first.
    """
    waiting = _waiting_for(person)
    first: list[Any] = []
    if not after and not before:
        newcomers = waiting.filter(first_here=True).order_by("created_at", "id")
        first = list(_cards(newcomers, person)[:NEWCOMERS])
    others = _cards(waiting.filter(first_here=False), person)
    page = page_of(
        others,
        by="created_at",
        size=SIZE,
        after=after,
        before=before,
        newest_first=False,
        among=Story.objects.visible_to(person),
    )
    return first, page


def bookmarks_page(person: Person, *, after: str = "", before: str = "") -> Page[Any]:
    """Stories that ``person`` keeps at hand and may still read, latest kept first."""
    kept = Mark.objects.filter(person=person, story=OuterRef("pk"))
    found = (
        Story.objects.filter(marks__person=person, marks__bookmarked_at__isnull=False)
        .visible_to(person)
        .annotate(kept_at=Subquery(kept.values("bookmarked_at")[:1]))
    )
    return _marked_page(found, person, after, before)


def hidden_page(person: Person, *, after: str = "", before: str = "") -> Page[Any]:
    """Stories that ``person`` left out of their lists."""
    found = Story.objects.filter(marks__person=person, marks__hidden_at__isnull=False).visible_to(
        person
    )
    return _marked_page(found, person, after, before)


def _marked_page(found: Any, person: Person, after: str, before: str) -> Page[Any]:
    """A mark may be taken back while its page is open: the next page goes on from there."""
    return page_of(
        _cards(found, person),
        by="created_at",
        size=SIZE,
        after=after,
        before=before,
        among=Story.objects.visible_to(person),
    )


def mine_page(person: Person, *, after: str = "", before: str = "") -> Page[Any]:
    """My stories under all my personas; for my eyes only."""
    found = Story.objects.by_person(person)
    return page_of(_cards(found, person), by="created_at", size=SIZE, after=after, before=before)


def topics_of(person: Person) -> dict[str, str]:
    """What ``person`` wishes of topics: {topic: "fold" or "hide"}."""
    rows = HiddenTopic.objects.filter(person=person).values_list("topic", "fold")
    return {topic: "fold" if fold else "hide" for topic, fold in rows}


def drafts_of(person: Person) -> list[Draft]:
    """My drafts, latest first, still sealed."""
    return list(Draft.objects.filter(person=person).order_by("-saved_at"))


def draft_at(person: Person, place: str) -> Draft | None:
    """One draft, still sealed."""
    return Draft.objects.filter(person=person, place=place).first()


def story_for(person: Person | None, key: str) -> Story | None:
    """One story that ``person`` may meet, with its group and author."""
    found = Story.objects.visible_to(person).filter(key=key[:16])
    return found.select_related("group", "author").defer("search").first()


def reply_for(person: Person | None, key: str) -> Reply | None:
    """One reply that ``person`` may meet, with its story and group."""
    found = Reply.objects.visible_to(person).filter(key=key[:16])
    return found.select_related("story__group", "author").defer("search", "story__search").first()


def start_of_page(person: Person | None, reply: Reply, size: int) -> str:
    """The key after which the page begins that holds ``reply``; "" for the first page.

    Counted among what ``person`` sees, as walking from the first page would. Two queries.
    """
    seen = Reply.objects.visible_to(person).wanted_by(person).filter(story=reply.story)
    earlier = seen.filter(
        Q(created_at__lt=reply.created_at) | Q(created_at=reply.created_at, id__lt=reply.pk)
    )
    begins = earlier.count() // size * size
    if begins == 0:
        return ""
    keys = earlier.order_by("created_at", "id").values_list("key", flat=True)
    return str(keys[begins - 1])


def revisions_of(story: Story) -> list[Any]:
    """What stood there before, latest first; for guides."""
    return list(story.revisions.order_by("-replaced_at").values("before", "replaced_at"))


def my_groups(person: Person) -> list[tuple[Group, Any]]:
    """Groups in which ``person`` writes, each with their persona there; one query."""
    found = Membership.objects.filter(person=person, left_at=None, group__archived_at=None)
    rows = found.select_related("group", "persona").order_by("-visited_at", "id")
    return [(row.group, row.persona) for row in rows]


def group_for(person: Person | None, slug: str) -> Group | None:
    """A group whose existence ``person`` may know of."""
    return Group.objects.visible_to(person).filter(slug=slug).first()


def persona_in(person: Person | None, group: Group) -> Any:
    """The persona that ``person`` wears in the group; None for others."""
    found = Membership.objects.filter(person_id=id_of(person) or 0, group=group, left_at=None)
    membership = found.select_related("persona").first()
    return membership.persona if membership else None


def wears(person: Person, persona_id: int) -> bool:
    """Whether the persona is the person's own, also after leaving the group."""
    return Membership.objects.filter(person=person, persona_id=persona_id).exists()


def said_to(person: Person, target: Story | Reply) -> set[str]:
    """The words that ``person`` said to a story or reply; its counters are read anew."""
    target.refresh_from_db(fields=[word.value for word in Word])
    story = target if isinstance(target, Story) else target.story
    reply = target if isinstance(target, Reply) else None
    mine = Reaction.objects.filter(persona__membership__person=person, story=story, reply=reply)
    return set(mine.values_list("word", flat=True))
