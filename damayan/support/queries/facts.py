"""What stories and safety know of the stories that may need an answer: one query."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from damayan.groups.models import Group
from damayan.safety.models import Concern
from damayan.stories.models import Reply, Story
from damayan.support.waiting import Facts

_CHUNK = 2000
_COLUMNS = (
    "id",
    "group_id",
    "created_at",
    "kind",
    "first_here",
    "feelings",
    "topics",
    "first_answer_at",
    "responders",
    "last_at",
    "last_is_authors",
    "last_asks",
    "last_level",
    "concern_level",
    "concern_kinds",
)


def facts_since(told: datetime, changed: datetime | None) -> Iterator[tuple[int, int, Facts]]:
    """(story, group, facts) of what stands, was told after ``told`` and takes answers.

    With ``changed`` only what was answered, told or worried about after it; group by group, from
    the index by activity.
    """
    rows = Story.objects.standing().filter(
        created_at__gt=told,
        replies_closed_at=None,
        guide_closed_at=None,
        group__in=list(Group.objects.filter(archived_at=None).values_list("pk", flat=True)),
    )
    if changed is not None:
        rows = rows.filter(Q(active_at__gt=changed) | Q(key__in=_worried_about(changed)))
    for row in _annotated(rows).values_list(*_COLUMNS, named=True).iterator(chunk_size=_CHUNK):
        yield row.id, row.group_id, _facts(row)


def _worried_about(changed: datetime) -> list[str]:
    """Keys of stories with a concern that rose or was closed lately."""
    lately = Q(raised_at__gt=changed) | Q(closed_at__gt=changed)
    found = Concern.objects.filter(lately, subject_kind="story")
    return list(found.values_list("subject_key", flat=True))


def _annotated(rows: QuerySet[Story]) -> QuerySet[Any]:
    standing = Reply.objects.standing().filter(story=OuterRef("pk")).order_by()
    others = standing.exclude(author=OuterRef("author")).values("story")
    last = standing.order_by("-created_at", "-id")
    own = _concerns("story", OuterRef("key"))
    mine = Case(When(author=OuterRef("author"), then=Value(True)), default=Value(False))
    asks = Case(When(words__contains="?", then=Value(True)), default=Value(False))
    yes_no = BooleanField()
    return rows.annotate(
        responders=Coalesce(
            Subquery(others.annotate(n=Count("author", distinct=True)).values("n")),
            0,
            output_field=IntegerField(),
        ),
        last_at=Subquery(last.values("created_at")[:1]),
        last_is_authors=Subquery(last.annotate(x=mine).values("x")[:1], output_field=yes_no),
        last_asks=Subquery(last.annotate(x=asks).values("x")[:1], output_field=yes_no),
        last_level=Subquery(last.annotate(x=_level("reply", "key")).values("x")[:1]),
        concern_level=Subquery(own.values("level")[:1]),
        concern_kinds=Subquery(own.values("kinds")[:1]),
    )


def _concerns(kind: str, key: Any) -> QuerySet[Concern]:
    """The open concern about a subject, if there is one."""
    return Concern.objects.filter(subject_kind=kind, subject_key=key, closed_at=None)


def _level(kind: str, key: str) -> Subquery:
    return Subquery(_concerns(kind, OuterRef(key)).values("level")[:1])


def _facts(row: Any) -> Facts:
    return Facts(
        told_at=row.created_at,
        kind=row.kind,
        first_here=row.first_here,
        feelings=frozenset(row.feelings),
        topics=frozenset(row.topics),
        responders=row.responders,
        first_answer_at=row.first_answer_at,
        last_at=row.last_at,
        last_is_authors=bool(row.last_is_authors),
        last_asks=bool(row.last_asks),
        last_level=row.last_level or 0,
        concern_level=row.concern_level or 0,
        concern_kinds=frozenset(row.concern_kinds or ()),
    )
