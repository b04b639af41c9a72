"""How much was said in a talk, and whether somebody has offered; for the two alone."""

from collections.abc import Collection, Mapping
from typing import Any

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.people.models import Person
from damayan.support.listening.models import Offer, Talk, Wish


class Talks(live.State):
    """``talk:KEY``: ``{"said": 5, "open": true}``; the page fetches the words itself."""

    kind = "talk"

    def topics(self, person_id: int, params: str) -> set[str] | None:
        """Woken by whatever is said, and by ending."""
        return {f"talk:{params}"} if self.states(params, [person_id]) else None

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """Two queries; who is not one of the two is left out."""
        talk = Talk.objects.filter(key=params).first()
        both = [pk for pk in people if talk and pk in {talk.member_id, talk.listener_id}]
        here = Person.objects.filter(pk__in=both, is_active=True).values_list("pk", flat=True)
        state = {"said": talk.said, "open": talk.ended_at is None} if talk else {}
        return dict.fromkeys(here, state)


class Wishes(live.State):
    """``wish:KEY``: ``{"new": 1}`` when somebody has offered; for who asked."""

    kind = "wish"

    def topics(self, person_id: int, params: str) -> set[str] | None:
        """Woken by offers, and by what becomes of them."""
        return {f"wish:{params}"} if self.states(params, [person_id]) else None

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """Two queries."""
        wish = Wish.objects.filter(key=params, person__in=people, person__is_active=True).first()
        if wish is None:
            return {}
        offers = Offer.objects.filter(wish=wish, answered_at=None, until__gt=now())
        return {wish.person_id: {"new": offers.count()}}


def register() -> None:
    """Offer the streams."""
    live.register("talk", Talks())
    live.register("wish", Wishes())
