"""How much was said on a private line, for its author and for the guides of the place."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count

from damayan.foundation import live
from damayan.people.models import Person
from damayan.safety.guides import guides_of
from damayan.safety.models import SafetyLine


class PrivateLine(live.State):
    """``line:KEY``: ``{"said": 5, "open": true}``; the page fetches the words itself."""

    kind = "line"

    def topics(self, person_id: int, params: str) -> set[str] | None:
        """Woken by whatever is said, and by leaving and ending."""
        return {f"line:{params}"} if self.states(params, [person_id]) else None

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """Four queries, however many listen; who is neither author nor guide is left out."""
        line = SafetyLine.objects.filter(key=params).annotate(said=Count("messages")).first()
        if line is None:
            return {}
        may = ({line.person_id} | guides_of(line.group_slug)) & set(people)
        here = Person.objects.filter(pk__in=may, is_active=True).values_list("pk", flat=True)
        is_open = line.left_at is None and line.ended_at is None
        return {pk: {"said": line.said, "open": is_open} for pk in here}


def register() -> None:
    """Offer the stream."""
    live.register("line", PrivateLine())
