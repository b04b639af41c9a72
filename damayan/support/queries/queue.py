"""Whom a supporter can help now, in three queries however long the queue is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now

from damayan.foundation.clock import now
from damayan.foundation.prepared import Prepared, Slots
from damayan.people.models import Person
from damayan.people.queries import people_out_of_contact
from damayan.stories.models import Reply, Story
from damayan.support.models import WHY_WORDS, Declined, Queued, SoftClaim
from damayan.support.queries.profiles import Profile, profile_of, spoken
from damayan.support.routing import Need, Suggestion, Why, assign
from damayan.support.routing.shapes import UNANSWERED

# In one round so many stories at most are told of to those who are away.
_CALLS = 50
# Of each group forty of the riskiest and forty of those whose time is up, which this supporter can
# read and wishes to; from the indexes, however many wait.
_NEAREST = """
SELECT found.story_id FROM unnest(%s::bigint[]) AS mine(id) CROSS JOIN LATERAL (
    (SELECT q.story_id FROM support_queued q JOIN stories_story s ON s.id = q.story_id
     WHERE q.group_id = mine.id AND q.met_at IS NULL
       AND s.language = ANY(%s::varchar[]) AND NOT s.topics && %s::varchar[]
       AND NOT EXISTS (SELECT 1 FROM support_declined d
                       WHERE d.story_id = s.id AND d.person_id = %s)
     ORDER BY q.risk DESC, q.due_at LIMIT 40)
    UNION
    (SELECT q.story_id FROM support_queued q JOIN stories_story s ON s.id = q.story_id
     WHERE q.group_id = mine.id AND q.met_at IS NULL
       AND s.language = ANY(%s::varchar[]) AND NOT s.topics && %s::varchar[]
       AND NOT EXISTS (SELECT 1 FROM support_declined d
                       WHERE d.story_id = s.id AND d.person_id = %s)
     ORDER BY q.due_at LIMIT 40)
) AS found
"""


class Row(NamedTuple):
    """One story of the queue, as its card and routing need it."""

    id: int
    key: str
    group_id: int
    title: str
    excerpt: str
    kind: str
    language: str
    topics: list[str]
    feelings: list[str]
    created_at: datetime
    why: str
    since: datetime
    due_at: datetime
    risk: float
    wanted: int
    is_painful: bool
    writing: int
    group_names: dict[str, str]
    group_seed: int


class Writing(NamedTuple):
    """To whom somebody writes, and until when others see that somebody does."""

    key: str
    title: str
    until: datetime


@dataclass(frozen=True)
class Offer:
    """One suggestion with the story as its card shows it."""

    suggestion: Suggestion
    story: Row


@dataclass(frozen=True)
class HelpNow:
    """The whole page. ``writing``: the story that they are writing to, with ``until``."""

    profile: Profile
    offers: list[Offer]
    writing: Writing | None

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
    rows = _candidates(profile)
    by_id = {row.id: row for row in rows}
    minute = minutes(now())
    found = assign([need_of(row) for row in rows], [profile.as_supporter()], minute)
    suggestions = found.get(person.pk, [])
    return HelpNow(profile, [Offer(one, by_id[one.need.key]) for one in suggestions], None)


def writing_of(person: Person) -> Writing | None:
    """The story that ``person`` said they write to; one query."""
    row = _WRITTEN_TO.row(person=person.pk)
    return Writing(*row) if row else None


def somebody_else_writes(person_id: int) -> Exists:
    """For the pages of stories: whether another than this person writes there."""
    others = SoftClaim.objects.living().filter(story=OuterRef("pk"))
    return Exists(others.exclude(person_id=person_id))


def minutes(moment: datetime) -> float:
    """A moment as routing counts: minutes since any one moment."""
    return moment.timestamp() / 60


def need_of(row: Row) -> Need:
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
        writing=row.writing,
        is_painful=row.is_painful,
    )


def _nearest(slots: Slots) -> Any:
    person = slots.integer("person")
    fits = [slots.text("languages"), slots.text("avoids"), person]
    near = RawSQL(  # noqa: S611 - a fixed statement, its values are bound
        _NEAREST, [slots.text("groups"), *fits, *fits], ArrayField(BigIntegerField())
    )
    return _columns(for_helper(Story.objects.filter(pk__in=near), person))


def _written_to(slots: Slots) -> Any:
    mine = SoftClaim.objects.living().filter(person_id=slots.integer("person"))
    return mine.values_list("story__key", "story__title", "until")


_NEAR, _WRITTEN_TO = Prepared(_nearest), Prepared(_written_to)


def _candidates(profile: Profile) -> list[Row]:
    """What waits in their groups and may be answered by them; one query."""
    found = _NEAR.rows(
        person=profile.person_id,
        groups=profile.groups,
        languages=sorted(spoken(profile.languages)),
        avoids=profile.avoids,
    )
    return [Row(*row) for row in found]


def for_helper(stories: Any, person: int) -> Any:
    """Of these queued stories, those that somebody (their id) may be asked to answer.

    Never their own, of somebody out of contact or behind a block, hidden from them by their own
    wish, declined, or answered by them since the wait began.
    """
    mine = Reply.objects.filter(author__membership__person_id=person, story=OuterRef("pk"))
    answered = mine.filter(created_at__gte=OuterRef("queued__since"))
    declined = Declined.objects.filter(person_id=person, story=OuterRef("pk"))
    at_once = [why.value for why in UNANSWERED]
    stale = Q(queued__why__in=at_once, first_answer_at__isnull=False)
    out_of_contact = people_out_of_contact(person)
    return (
        stories.filter(queued__met_at=None, queued__since__lte=Now())
        .standing()
        .filter(replies_closed_at=None, guide_closed_at=None, group__archived_at=None)
        .visible_to(person)
        .wanted_by(person)
        .filter(~stale, ~Exists(answered), ~Exists(declined))
        .exclude(author__membership__person_id=person)
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
    ).values_list(*Row._fields)


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


def longest_overdue(person: Person, most: int = 20) -> list[Row]:
    """What should have had an answer before now, the longest first; one query."""
    late = Story.objects.filter(queued__met_at=None, queued__due_at__lt=now())
    seen = late.standing().visible_to(person).order_by("queued__due_at")
    return [Row(*row) for row in _columns(seen)[:most]]


def worth_a_call(not_since: datetime) -> list[Row]:
    """What presses, nobody writes to, and supporters were not told of since then; one query."""
    moment = now()
    writing = SoftClaim.objects.living().filter(story=OuterRef("pk"))
    pressing = Q(queued__why=Why.PAIN) | Q(queued__why=Why.FIRST, queued__due_at__lte=moment)
    called = Q(queued__called_at=None) | Q(queued__called_at__lt=not_since)
    stories = Story.objects.standing().filter(
        pressing, called, ~Exists(writing), queued__met_at=None, first_answer_at=None
    )
    pressing_first = stories.order_by("-queued__risk", "queued__due_at")
    return [Row(*row) for row in _columns(pressing_first)[:_CALLS]]
