"""How many answers a story got since a page was made, for whoever has that page open."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from damayan.foundation import live
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
        seen = Story.objects.visible_to(person_id).filter(key=key).exists()
        return {topic(key)} if seen else None

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """One query for everybody, by the very conditions of ``visible_to``."""
        key, _dot, last = params.partition(".")
        them: Any = _Them()
        story = Story.objects.visible_to(them).filter(key=key)
        answers = (
            Reply.objects.visible_to(them)
            .wanted_by(them)
            .standing()
            .filter(_after(last), story__key=key)
            .exclude(author__membership__person_id=OuterRef("pk"))
            .order_by()
            .values("story_id")
            .annotate(n=Count("pk"))
            .values("n")
        )
        found = (
            Person.objects.filter(pk__in=people, is_active=True)
            .filter(Exists(story))
            .annotate(new=Coalesce(Subquery(answers, output_field=IntegerField()), 0))
        )
        return {pk: {"new": n} for pk, n in found.values_list("pk", "new")}


class _Them:
    """Stands for the person of the outer query, seen from inside ``visible_to``'s subqueries."""

    pk = OuterRef(OuterRef("pk"))


def _after(key: str) -> Q:
    """Later than the reply ``key`` of the same story; everything when there is no such reply."""
    if not key:
        return Q()
    last = Reply.objects.filter(key=key, story=OuterRef("story"))
    moment = Subquery(last.values("created_at"))
    return (
        Q(created_at__gt=moment)
        | Q(created_at=moment, id__gt=Subquery(last.values("id")))
        | ~Q(Exists(last))
    )


def topic(key: str) -> str:
    """What to notify when the answers to the story ``key`` change."""
    return f"story:{key}"


def register() -> None:
    """Offer the stream."""
    live.register("story", Answers())
