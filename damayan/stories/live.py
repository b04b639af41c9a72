"""How many answers a story got since a page was made, for whoever has that page open."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from damayan.foundation import live
from damayan.foundation.prepared import Prepared, Slots
from damayan.people.models import Person
from damayan.stories.models import Reply, Story


class Answers(live.State):
    """``story:KEY.REPLY``: ``{"new": 2}``, the answers after the last that the page shows.

    ``story:KEY`` is for a page that shows none. What the person may not see, or does not want to,
    is not counted, nor what they wrote themselves.
    """

    kind = "answers"

    def topics(self, person_id: int, params: str) -> set[str] | None:
        """Woken by ``topic``."""
        key = params.partition(".")[0]
        return {topic(key)} if _SEEN.row(person=person_id, key=key) else None

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """One query for everybody, by the very conditions of ``visible_to``."""
        key, _dot, last = params.partition(".")
        values = {"people": list(people), "key": key}
        rows = _SINCE.rows(last=last, **values) if last else _ALL.rows(**values)
        return {pk: {"new": new} for pk, new in rows}


class _Them:
    """Stands for the person of the outer query, seen from inside ``visible_to``'s subqueries."""

    pk = OuterRef(OuterRef("pk"))


def _seen(slots: Slots) -> QuerySet[Any, Any]:
    found = Story.objects.visible_to(slots.integer("person"))
    return found.filter(key=slots.text("key")).values_list("id")


def _counted(slots: Slots) -> QuerySet[Any, Any]:
    return _count(slots, Q())


def _counted_since(slots: Slots) -> QuerySet[Any, Any]:
    last = Reply.objects.filter(key=slots.text("last"), story=OuterRef("story"))
    moment = Subquery(last.values("created_at"))
    at_once = Q(created_at=moment, id__gt=Subquery(last.values("id")))
    # A page's last answer may have been erased meanwhile: then everything counts.
    return _count(slots, Q(created_at__gt=moment) | at_once | ~Q(Exists(last)))


def _count(slots: Slots, which: Q) -> QuerySet[Any, Any]:
    them: Any = _Them()
    key = slots.text("key")
    answers = (
        Reply.objects.visible_to(them)
        .wanted_by(them)
        .standing()
        .filter(which, story__key=key)
        .exclude(author__membership__person_id=OuterRef("pk"))
        .order_by()
        .values("story_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    asked = RawSQL("people_person.id = ANY(%s::bigint[])", [slots.text("people")], BooleanField())
    return (
        Person.objects.filter(asked, Exists(Story.objects.visible_to(them).filter(key=key)))
        .filter(is_active=True)
        .annotate(new=Coalesce(Subquery(answers, output_field=IntegerField()), 0))
        .values_list("pk", "new")
    )


_SEEN, _ALL, _SINCE = Prepared(_seen), Prepared(_counted), Prepared(_counted_since)


def topic(key: str) -> str:
    """What to notify when the answers to the story ``key`` change."""
    return f"story:{key}"


def register() -> None:
    """Offer the stream."""
    live.register("story", Answers())
