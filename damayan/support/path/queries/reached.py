"""Whom somebody reached with their answers: for themselves alone, over all their personas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.people.models import Person
from damayan.stories.models import Reply
from damayan.support.path.models import Felt, State

_SHOWN = 30
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Reached:
    """``people``: different personas whose stories they answered."""

    people: int
    answers: int
    helpful: int
    helped: int
    understood: int
    first_helped_at: datetime | None
    felt: Sequence[Felt]


def _mine(person: Person) -> QuerySet[Reply]:
    """Their answers to others that still stand."""
    return Reply.objects.by_person(person).standing().exclude(story__author=F("author"))


def reached(person: Person) -> Reached:
    """Three queries."""
    counted = _mine(person).aggregate(
        people=Count("story__author", distinct=True),
        answers=Count("pk"),
        helpful=Count("pk", filter=Q(helpful_at__isnull=False)),
        first=Min("helpful_at"),
    )
    felt = Felt.objects.filter(reply__in=_mine(person))
    said = felt.aggregate(
        helping=Count("pk", filter=Q(helped=True)),
        understanding=Count("pk", filter=Q(understood=True)),
        first=Min("at", filter=Q(helped=True)),
    )
    lately = felt.select_related("reply__story__group").defer(
        "reply__search", "reply__story__search"
    )
    firsts = [one for one in (counted["first"], said["first"]) if one]
    return Reached(
        people=counted["people"],
        answers=counted["answers"],
        helpful=counted["helpful"],
        helped=said["helping"],
        understood=said["understanding"],
        first_helped_at=min(firsts, default=None),
        felt=list(lately.order_by("-at", "-id")[:_SHOWN]),
    )


@dataclass(frozen=True)
class Milestone:
    words: str
    reached: bool


def milestones(person: Person, found: Reached) -> list[Milestone]:
    """From what really happened, in the order of a usual path; one query. Nobody else sees them."""
    from damayan.support.path.models import Journey

    journey = Journey.objects.filter(person=person).first()
    since = journey.supporter_at if journey else None
    a_year_here = person.joined_at + _A_YEAR <= now()
    a_year_helping = since is not None and since + _A_YEAR <= now()
    still = journey is not None and journey.state in {State.SUPPORTER, State.RENEWAL}
    return [
        Milestone(_("Your first answer to somebody"), found.answers > 0),
        Milestone(_("An answer of yours helped, they said"), found.first_helped_at is not None),
        Milestone(_("Somebody felt understood by you"), found.understood > 0),
        Milestone(_("You have answered ten different people"), found.people >= 10),
        Milestone(_("A year in this house"), a_year_here),
        Milestone(_("You became a supporter"), since is not None),
        Milestone(_("A year as a supporter"), still and a_year_helping),
    ]


def reply_to_my_story(person: Person, key: str) -> Reply | None:
    """An answer of somebody else to a story that this person wrote, if they may meet it."""
    found = Reply.objects.visible_to(person).standing().filter(key=key[:16])
    found = found.filter(story__author__membership__person=person)
    found = found.exclude(author__membership__person=person)
    return found.select_related("story", "author").defer("search", "story__search").first()


def felt_about(person: Person, reply: Reply) -> Felt | None:
    """What this person said of that answer."""
    return Felt.objects.filter(reply=reply, by=person).first()


def felt_of(person: Person) -> QuerySet[Felt]:
    """All that this person said of others' answers."""
    return Felt.objects.filter(by=person).order_by("at", "id")
