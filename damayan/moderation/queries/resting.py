"""What guides have met, their breaks, and to whom the next case may be offered."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.foundation.verdict import Verdict
from damayan.moderation.models import Exposure, Rest, Shift
from damayan.moderation.queries.shifts import on_shift
from damayan.moderation.rules_resting import Load, may_meet_more, only_you, weight_of
from damayan.people.models import Person
from damayan.safety.models import Concern

_WEEK = timedelta(days=7)


def load_of(person: Person | int, at: datetime | None = None) -> Load:
    """What one guide has met, and whether they are on a break. Three queries."""
    pk = person if isinstance(person, int) else person.pk
    return loads([pk], at)[pk]


def loads(people: Collection[int], at: datetime | None = None) -> dict[int, Load]:
    """The same for several guides, by id, in the same three queries."""
    moment = at or now()
    begun = _begun(people, moment)
    rests = _rests(people, moment)
    met: dict[int, list[tuple[int, datetime]]] = {pk: [] for pk in people}
    rows = Exposure.objects.filter(guide__in=people, at__gt=moment - _WEEK, at__lte=moment)
    for pk, level, when in rows.values_list("guide_id", "level", "at"):
        met[pk].append((level, when))
    return {pk: _load(moment, met[pk], begun.get(pk), rests.get(pk, {})) for pk in people}


def _load(
    moment: datetime,
    met: list[tuple[int, datetime]],
    begun: datetime | None,
    rest: dict[str, Any],
) -> Load:
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    rested = rest.get("rested")

    def weighed(since: datetime | None) -> int:
        return sum(weight_of(level) for level, at in met if since and at >= since)

    # Nothing met before this counts towards a break: the last one, or else half a day ago.
    fresh = max(filter(None, [rested, moment - timedelta(hours=12)]))
    return Load(
        at=moment,
        shift=weighed(begun),
        day=weighed(midnight),
        week=weighed(moment - _WEEK),
        resting_until=rest.get("until"),
        urgent_since=sum(level >= Concern.Level.URGENT for level, at in met if at >= fresh),
        awake_since=max(filter(None, [begun, rested])) if begun else None,
    )


def _begun(people: Collection[int], moment: datetime) -> dict[int, datetime]:
    rows = Shift.objects.here(moment).filter(guide__in=people).order_by()
    found = rows.values("guide_id").annotate(begun=Max("begun_at"))
    return {row["guide_id"]: row["begun"] for row in found}


def _rests(people: Collection[int], moment: datetime) -> dict[int, dict[str, Any]]:
    """``until`` of a break that is running, and ``rested``: when the last one was over."""
    found: dict[int, dict[str, Any]] = {}
    rows = Rest.objects.filter(guide__in=people, starts_at__lte=moment)
    rows = rows.filter(until__gt=moment - timedelta(days=1)).order_by("until")
    for pk, until, ended in rows.values_list("guide_id", "until", "ended_at"):
        over = min(until, ended) if ended else until
        found.setdefault(pk, {})["rested" if over <= moment else "until"] = over
    return found


def may_be_offered(person: Person, concern: Concern | None = None) -> Verdict:
    """Whether the next case, or this one, may be offered to ``person``; else to somebody else.

    A cap never keeps a guide from an urgent case when nobody else is here who may be offered it:
    then the answer is yes *with* a reason, which is the question to ask before they open it.
    """
    load = load_of(person)
    verdict = may_meet_more(load)
    if verdict or concern is None or concern.level < Concern.Level.URGENT:
        return verdict
    return verdict if free_guides(but=person) else only_you(load)


def free_guides(*, but: Person | None = None) -> set[int]:
    """Ids of the guides who are on shift and may be offered a case. Four queries."""
    here = on_shift() - ({but.pk} if but else set())
    return {pk for pk, load in loads(here).items() if may_meet_more(load)} if here else set()


def resting(person: Person) -> Rest | None:
    """The break that ``person`` is having."""
    moment = now()
    running = Rest.objects.filter(guide=person, starts_at__lte=moment, until__gt=moment)
    return running.filter(Q(ended_at=None) | Q(ended_at__gt=moment)).order_by("-until").first()
