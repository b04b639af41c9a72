"""The number of unread notices, kept right on every open page."""

from collections.abc import Collection, Mapping
from typing import Any

from damayan.foundation import live
from damayan.people.models import Person


class Unread(live.State):
    """``notices``: ``{"unread": 3}``."""

    kind = "unread"

    def topics(self, person_id: int, params: str) -> set[str] | None:
        """Woken by ``topic``."""
        return None if params else {topic(person_id)}

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """One query."""
        found = Person.objects.filter(pk__in=people, is_active=True)
        return {pk: {"unread": n} for pk, n in found.values_list("pk", "unread_notices")}


def topic(person_id: int) -> str:
    """What to notify when a person's unread notices change."""
    return f"notices:{person_id}"


def register() -> None:
    """Offer the stream."""
    live.register("notices", Unread())
