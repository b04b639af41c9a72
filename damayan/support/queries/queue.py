"""Whom a supporter can help now, in three queries however long the queue is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from damayan.foundation.clock import now
from damayan.people.models import Person
from damayan.people.queries import people_out_of_contact
from damayan.stories.models import Reply, Story
from damayan.support.models import WHY_WORDS, Declined, Queued, SoftClaim
from damayan.support.queries.profiles import Profile, profile_of
from damayan.support.routing import Need, Suggestion, Why, assign
from damayan.support.routing.shapes import UNANSWERED

# Of each group so many of the riskiest, and so many of those whose time is up, are looked at.
_LOOKS = 40
# In one round so many stories at most are told of to those who are away.
_CALLS = 50
_NEAREST = """
SELECT found.story_id FROM unnest(%s::bigint[]) AS mine(id) CROSS JOIN LATERAL (
    (SELECT story_id FROM support_queued WHERE group_id = mine.id AND met_at IS NULL
     ORDER BY risk DESC, due_at LIMIT %s)
    UNION
    (SELECT story_id FROM support_queued WHERE group_id = mine.id AND met_at IS NULL
     ORDER BY due_at LIMIT %s)
) AS found
"""


@dataclass(frozen=True)
class Offer:
    """One suggestion with the story as its card shows it."""

    suggestion: Suggestion
    story: Any


@dataclass(frozen=True)
class HelpNow:
    """The whole page. ``writing``: the story that they are writing to, with ``until``."""

    profile: Profile
    offers: list[Offer]
    writing: Any | None

    @property
    def may_rest(self) -> bool:
        """Whether a rest is offered: several painful ones in a row."""
        return self.profile.as_supporter().painful_run >= 3


def help_now(person: Person) -> HelpNow:
    """Suggestions for one supporter: three queries, two while they rest or write to somebody."""
    profile = profile_of(person.pk)
    writing = writing_of(person)
    if profile.rests or writing is not None or not profile.is_supporter:
        return HelpNow(profile, [], writing)
    rows = _candidates(person, profile.groups)
    by_id = {row.id: row for row in rows}
    minute = minutes(now())
    found = assign([need_of(row) for row in rows], [profile.as_supporter()], minute)
    suggestions = found.get(person.pk, [])
    return HelpNow(profile, [Offer(one, by_id[one.need.key]) for one in suggestions], None)


def writing_of(person: Person) -> Any | None:
    """The story that ``person`` said they write to, with ``until`` and ``claim_key``; one query."""
    claims = SoftClaim.objects.living().filter(person=person)
    return claims.select_related("story__group").defer("story__search").first()


def somebody_else_writes(person_id: int) -> Exists:
    """For the pages of stories: whether another than this person writes there."""
    others = SoftClaim.objects.living().filter(story=OuterRef("pk"))
    return Exists(others.exclude(person_id=person_id))


def minutes(moment: datetime) -> float:
    """A moment as routing counts: minutes since any one moment."""
    return moment.timestamp() / 60


def need_of(row: Any) -> Need:
    """A row of the queue as routing sees it."""
    return Need(
        key=row.id,
        group=row.group_id,
        why=Why(row.why),
        since=minutes(row.since),
        target=max(1.0, minutes(row.due_at) - minutes(row.since)),
        risk=row.risk,
        language=row.language,
        topics=frozenset(row.topics) | frozenset(row.feelings),
        places=row.wanted - row.writing,
        is_painful=row.is_painful,
    )


def _candidates(person: Person, groups: Sequence[int]) -> list[Any]:
    """What waits in these groups and may be answered by ``person``; one query."""
    nearest = RawSQL(  # noqa: S611 - a fixed statement, its values are bound
        _NEAREST, [list(groups), _LOOKS, _LOOKS], ArrayField(BigIntegerField())
    )
    return list(_columns(for_helper(Story.objects.filter(pk__in=nearest), person)))


def for_helper(stories: Any, person: Person) -> Any:
    """Of these queued stories, those that ``person`` may be asked to answer.

    Never their own, of somebody out of contact or behind a block, hidden from them by their own
    wish, declined, or answered by them since the wait began.
    """
    mine = Reply.objects.filter(author__membership__person=person, story=OuterRef("pk"))
    answered = mine.filter(created_at__gte=OuterRef("queued__since"))
    declined = Declined.objects.filter(person=person, story=OuterRef("pk"))
    at_once = [why.value for why in UNANSWERED]
    stale = Q(queued__why__in=at_once, first_answer_at__isnull=False)
    out_of_contact = people_out_of_contact(person)
    return (
        stories.filter(queued__met_at=None, queued__since__lte=now())
        .standing()
        .filter(replies_closed_at=None, guide_closed_at=None, group__archived_at=None)
        .visible_to(person)
        .wanted_by(person)
        .filter(~stale, ~Exists(answered), ~Exists(declined))
        .exclude(author__membership__person=person)
        .exclude(author__membership__person__in=out_of_contact)
    )


def _columns(stories: Any) -> Any:
    claims = SoftClaim.objects.living().filter(story=OuterRef("pk")).order_by().values("story")
    return stories.annotate(
        why=F("queued__why"),
        since=F("queued__since"),
        due_at=F("queued__due_at"),
        risk=F("queued__risk"),
        wanted=F("queued__wanted"),
        is_painful=F("queued__is_painful"),
        writing=Coalesce(Subquery(claims.annotate(n=Count("pk")).values("n")), 0),
        group_names=F("group__name"),
        group_seed=F("group__seed"),
        author_name=F("author__name"),
        author_seed=F("author__seed"),
    ).values_list(
        *"id key group_id title excerpt kind language topics feelings created_at why since due_at"
        " risk wanted is_painful writing group_names group_seed author_name author_seed".split(),
        named=True,
    )


class Standing(NamedTuple):
    """How many wait for one reason, and for how many of them it is past the time."""

    why: str
    waiting: int
    late: int


def standing() -> list[Standing]:
    """What waits now in all groups, by reason; one query."""
    moment = now()
    rows = Queued.objects.filter(met_at=None, since__lte=moment).order_by().values_list("why")
    counted = rows.annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=moment)))
    found = {why: Standing(str(WHY_WORDS[Why(why)]), n, late) for why, n, late in counted}
    return [found[why] for why in Why if why in found]


def longest_overdue(person: Person, most: int = 20) -> list[Any]:
    """What should have had an answer before now, the longest first; one query."""
    late = Story.objects.filter(queued__met_at=None, queued__due_at__lt=now())
    seen = late.standing().visible_to(person).order_by("queued__due_at")
    return list(_columns(seen)[:most])


def worth_a_call(not_since: datetime) -> list[Any]:
    """What presses, nobody writes to, and supporters were not told of since then; one query."""
    moment = now()
    writing = SoftClaim.objects.living().filter(story=OuterRef("pk"))
    pressing = Q(queued__why=Why.PAIN) | Q(queued__why=Why.FIRST, queued__due_at__lte=moment)
    called = Q(queued__called_at=None) | Q(queued__called_at__lt=not_since)
    stories = Story.objects.standing().filter(
        pressing, called, ~Exists(writing), queued__met_at=None, first_answer_at=None
    )
    return list(_columns(stories.order_by("-queued__risk", "queued__due_at"))[:_CALLS])
