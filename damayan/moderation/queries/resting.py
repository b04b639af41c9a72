"""What guides have met, their breaks, and to whom the next case may be offered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.verdict import Verdict
from damayan.moderation.models import Debrief, Exposure, Rest, Shift
from damayan.moderation.queries.shifts import guides, names_of, on_shift
from damayan.moderation.rules_resting import Load, may_meet_more, only_you, weight_of
from damayan.moderation.sealing import DEBRIEF, SHARED
from damayan.people.keys import open_for
from damayan.people.models import Person, Role
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


def rest_of(person: Person) -> Rest | None:
    """The break that ``person`` is having."""
    moment = now()
    running = Rest.objects.filter(guide=person, starts_at__lte=moment, until__gt=moment)
    return running.filter(Q(ended_at=None) | Q(ended_at__gt=moment)).order_by("-until").first()


@dataclass(frozen=True)
class Note:
    """A debrief as its reader sees it; ``words`` is None when the key for it is gone."""

    debrief: Debrief
    words: str | None
    guide: str = ""


@dataclass(frozen=True)
class Care:
    """What "How you are" shows. ``cases``: urgent ones of this week, not yet put down."""

    load: Load
    resting: Rest | None
    rests: int
    cases: list[Exposure]
    notes: list[Note]
    leads: dict[int, str]


def care_of(person: Person) -> Care:
    """A guide's own page; nine queries at most, and one for each note's key."""
    week = now() - _WEEK
    put_down = Debrief.objects.filter(guide=person, concern=OuterRef("concern"))
    urgent = Exposure.objects.filter(guide=person, level__gte=Concern.Level.URGENT, at__gt=week)
    open_cases = urgent.exclude(Exists(put_down)).exclude(concern=None).select_related("concern")
    return Care(
        load=load_of(person),
        resting=rest_of(person),
        rests=Rest.objects.filter(guide=person, starts_at__gt=week).count(),
        cases=list(open_cases.order_by("-at")[:10]),
        notes=[
            Note(one, _opened(person, one.words_sealed, DEBRIEF))
            for one in Debrief.objects.filter(guide=person).order_by("-created_at")[:20]
        ],
        leads=dict(whom_to_tell(person)),
    )


def whom_to_tell(person: Person) -> list[tuple[int, str]]:
    """The coordinators to whom a guide may show a note, as (id, name). Two queries at most."""
    leads = Person.objects.filter(
        grants__role=Role.COORDINATOR, grants__ended_at=None, is_active=True
    ).exclude(pk=person.pk)
    ids = sorted(set(leads.values_list("pk", flat=True)))
    names = names_of(ids, person)
    return [(pk, names.get(pk) or _("coordinator %(n)s") % {"n": n}) for n, pk in enumerate(ids, 1)]


@dataclass(frozen=True)
class GuideCare:
    """One guide as their lead sees them: counts, and whether they rest; never a case."""

    name: str
    load: Load
    cases: int
    here: bool

    @property
    def cells(self) -> tuple[str, int, int, int, str]:
        """One line of the table: name, cases in seven days, weight today and in seven days, now."""
        now_here = _("is here") if self.here else ""
        state = _("on a break") if self.load.resting_until else now_here
        return self.name or _("a guide"), self.cases, self.load.day, self.load.week, state


def guides_care(lead: Person) -> list[GuideCare]:
    """Every guide who met something this week or is here, who met most first. Seven queries."""
    here = on_shift()
    week = Exposure.objects.filter(at__gt=now() - _WEEK).order_by().values("guide_id")
    met = dict(week.annotate(n=Count("pk")).values_list("guide_id", "n"))
    ids = set(guides().filter(pk__in=here | met.keys()).values_list("pk", flat=True))
    names, by_id = names_of(ids, lead), loads(ids)
    rows = [GuideCare(names.get(pk, ""), by_id[pk], met.get(pk, 0), pk in here) for pk in ids]
    return sorted(rows, key=lambda one: (-one.load.week, one.name))


def shared_with(lead: Person) -> list[Note]:
    """The notes that guides chose to share with this coordinator, the latest first."""
    rows = list(Debrief.objects.filter(shared_with=lead).order_by("-shared_at")[:50])
    names = names_of({one.guide_id for one in rows}, lead)
    return [
        Note(one, _opened(lead, one.shared_sealed, SHARED), names.get(one.guide_id, ""))
        for one in rows
    ]


def debrief_of(person: Person, key: str) -> Debrief | None:
    """One of a guide's own notes."""
    return Debrief.objects.filter(guide=person, key=key).first()


def _opened(person: Person, sealed: bytes | memoryview | None, context: str) -> str | None:
    try:
        return open_for(person, bytes(sealed or b""), context).decode()
    except CannotOpen:
        return None
