"""Search over what one person may see, bounded however much there is.

PostgreSQL's planner guesses badly how rare a word is, and then walks a million rows to find none.
So we look in steps that are each bounded: at most HITS matches from the GIN index, whichever they
are; fewer than that are all there are. Words more common than that are looked for in the newest
RECENT stories and answers, and then in those HITS. Only NEWEST of each are ranked.
Measured at 1,000,000 rows: docs/decisions/0006-search.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db import connection, transaction
from django.db.models import Exists, F, FloatField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.safestring import SafeString

from damayan.groups.models import Group
from damayan.people.models import Person
from damayan.stories.models import HiddenTopic, Reply, Story
from damayan.stories.search_links import Asked
from damayan.stories.search_words import marked, query_of, snippet_of
from damayan.stories.vocabulary import Topic

HITS = 4_000
RECENT = 40_000
NEWEST = 400
PAGE = 20
PATIENCE_MS = 3_000
_LINE = Value("\n", output_field=TextField())


class Hit(NamedTuple):
    """One match: how well it fits (higher is better), when, and which row."""

    rank: float
    created_at: datetime
    pk: int
    is_reply: bool


@dataclass(frozen=True)
class Result:
    """One line of the results: a story, or an answer to it. ``snippet`` is safe HTML.

    ``folded``: it has a topic that the reader keeps folded, so its words are not shown.
    """

    story: Story
    snippet: SafeString
    reply: Reply | None = None
    folded: bool = False

    @property
    def notes(self) -> list[str]:
        return [str(Topic(one).label) for one in self.story.topics if one in Topic.values]


@dataclass(frozen=True)
class Results:
    """One page, counted from 1. ``more_than_shown``: there are others that nobody ranked."""

    lines: list[Result]
    count: int
    page: int
    pages: int
    more_than_shown: bool


def groups_to_choose(person: Person | None) -> list[Group]:
    """The groups in which ``person`` may search, by name. One query."""
    readable = Group.objects.readable_by(person).only("slug", "name")
    return sorted(readable, key=lambda group: group.title.casefold())


def search(person: Person | None, asked: Asked, *, page: int = 1) -> Results:
    """The best of the newest matches; at most 10 queries.

    Raises django.db.OperationalError when PostgreSQL needs longer than PATIENCE_MS for a step.
    """
    with _bounded():
        hits, more = _all_hits(person, asked)
        pages = max(1, -(-len(hits) // PAGE))
        page = min(max(page, 1), pages)
        shown = hits[(page - 1) * PAGE : page * PAGE]
        lines = _lines(person, asked, shown)
    return Results(lines, len(hits), page, pages, more)


@contextmanager
def _bounded() -> Iterator[None]:
    """Reading with the GIN index rather than the whole table, and not for ever."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL enable_seqscan = off; SET LOCAL statement_timeout = {PATIENCE_MS}"
            )
        yield


def _all_hits(person: Person | None, asked: Asked) -> tuple[list[Hit], bool]:
    stories, more = _hits(_stories(person, asked), asked, is_reply=False)
    replies: list[Hit] = []
    more_replies = False
    if asked.words:
        replies, more_replies = _hits(_replies(person, asked), asked, is_reply=True)
    found = sorted(stories + replies, reverse=True)
    return found[:NEWEST], more or more_replies or len(found) > NEWEST


def _stories(person: Person | None, asked: Asked) -> "QuerySet[Story]":
    """All that ``person`` may meet and wants to, narrowed, not yet searched."""
    found = Story.objects.visible_to(person).wanted_by(person).standing()
    narrowed: dict[str, Any] = {
        "group__slug": asked.group,
        "kind": asked.kind,
        "language": asked.language,
        "helped__contains": [asked.helped] if asked.helped else None,
    }
    return found.filter(**{name: value for name, value in narrowed.items() if value})


def _replies(person: Person | None, asked: Asked) -> "QuerySet[Reply]":
    """Answers in sight, to stories in sight that fit."""
    wanted = Story.objects.wanted_by(person).standing().filter(pk=OuterRef("story"))
    found = Reply.objects.visible_to(person).wanted_by(person).standing()
    narrowed: dict[str, Any] = {
        "story__group__slug": asked.group,
        "story__kind": asked.kind,
        "story__language": asked.language,
        "story__helped__contains": [asked.helped] if asked.helped else None,
    }
    found = found.filter(**{name: value for name, value in narrowed.items() if value})
    return found.filter(Exists(wanted))


def _hits(found: "QuerySet[Any]", asked: Asked, *, is_reply: bool) -> tuple[list[Hit], bool]:
    """The newest matches among ``found``, and whether there may be others."""
    if not asked.words:
        return _ranked(_recent(found), asked, is_reply=is_reply), False
    matching = found.model._default_manager.filter(search=query_of(asked.words))
    some = list(matching.order_by().values_list("pk", flat=True)[:HITS])
    if len(some) < HITS:
        hits = _ranked(found.filter(pk__in=some), asked, is_reply=is_reply) if some else []
        return hits, len(hits) == NEWEST
    common = found.filter(search=query_of(asked.words))
    hits = _ranked(_recent(common), asked, is_reply=is_reply)
    if len(hits) < NEWEST:
        older = _ranked(found.filter(pk__in=some), asked, is_reply=is_reply)
        hits = list({hit.pk: hit for hit in older + hits}.values())
    return hits, True


def _recent(found: "QuerySet[Any]") -> "QuerySet[Any]":
    newest = found.model._default_manager.order_by("-pk").values("pk")
    return found.filter(pk__gte=Coalesce(Subquery(newest[RECENT : RECENT + 1]), 0))


def _ranked(found: "QuerySet[Any]", asked: Asked, *, is_reply: bool) -> list[Hit]:
    rank: Any = Value(0.0, output_field=FloatField())
    if asked.words:
        # 1: a long text does not win by its length alone.
        rank = SearchRank(F("search"), query_of(asked.words), normalization=Value(1))
    rows = found.annotate(fit=rank).order_by("-pk").values_list("fit", "created_at", "pk")
    return [Hit(fit, when, pk, is_reply) for fit, when, pk in rows[:NEWEST]]


def _lines(person: Person | None, asked: Asked, hits: list[Hit]) -> list[Result]:
    """Rows and snippets of one page's hits, in their order; asks once more who may see them."""
    folded = _folded_topics(person)
    told = Concat("happened", _LINE, "felt", _LINE, "need")
    seen = Story.objects.visible_to(person).filter(pk__in=_pks(hits, is_reply=False))
    stories = _with_snippet(seen.select_related("group"), asked, told)
    read = Reply.objects.visible_to(person).filter(pk__in=_pks(hits, is_reply=True))
    replies = _with_snippet(read.select_related("story__group"), asked, F("words"))
    by_pk: dict[tuple[bool, int], Result] = {
        (False, one.pk): _result(one, None, one.snippet or one.excerpt, folded) for one in stories
    }
    by_pk |= {(True, one.pk): _result(one.story, one, one.snippet, folded) for one in replies}
    wanted = [(hit.is_reply, hit.pk) for hit in hits]
    return [by_pk[each] for each in wanted if each in by_pk]


def _pks(hits: list[Hit], *, is_reply: bool) -> list[int]:
    return [hit.pk for hit in hits if hit.is_reply == is_reply]


def _with_snippet(rows: "QuerySet[Any]", asked: Asked, text: Any) -> "QuerySet[Any]":
    snippet = snippet_of(text, asked.words) if asked.words else Value("")
    found: QuerySet[Any] = rows.annotate(snippet=snippet).defer("html", "search")
    return found


def _result(story: Story, reply: Reply | None, snippet: str, folded: set[str]) -> Result:
    return Result(story, marked(snippet), reply, folded=bool(folded & set(story.topics)))


def _folded_topics(person: Person | None) -> set[str]:
    if person is None:
        return set()
    kept = HiddenTopic.objects.filter(person=person, fold=True)
    return set(kept.values_list("topic", flat=True))
