"""Who is here, who is to come, and the plan, each in a fixed number of queries."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from damayan.foundation.clock import now
from damayan.groups.models import GroupRole
from damayan.groups.rules import OVERSEERS
from damayan.moderation.models import Shift
from damayan.people.models import Person, Role, RoleGrant
from damayan.safety.staffing import DAYS, Staffing, merged

# Seconds for which other processes may not yet know of a change to the plan.
_REMEMBERED = 20
_PLAN = "moderation:plan"
_AHEAD = timedelta(days=DAYS)


class _Planned(NamedTuple):
    starts_at: datetime
    ends_at: datetime
    begun_at: datetime | None


def guides() -> QuerySet[Person]:
    """Everybody who may look after cases somewhere: guides and coordinators."""
    here = GroupRole.objects.filter(person=OuterRef("pk"), role=Role.GUIDE, ended_at=None)
    everywhere = RoleGrant.objects.filter(person=OuterRef("pk"), role__in=OVERSEERS, ended_at=None)
    return Person.objects.filter(Q(Exists(here)) | Q(Exists(everywhere)), is_active=True)


def on_shift(at: datetime | None = None) -> set[int]:
    """Ids of the guides who had begun and not ended their shift at ``at`` (now). One query."""
    here = Shift.objects.here(at or now()).filter(guide__in=guides())
    return set(here.values_list("guide_id", flat=True))  # type: ignore[arg-type]


def staffed(at: datetime | None = None) -> Staffing:
    """How many guides are here at ``at`` (now) and until when, who comes next; no names.

    One query; none when asked for the present moment twice within some seconds.
    """
    moment = at or now()
    rows = _planned(moment) if at else _remembered(moment)
    here = [row for row in rows if row.begun_at and row.begun_at <= moment < row.ends_at]
    ahead = [row for row in rows if row.starts_at > moment and not row.begun_at]
    due = [row for row in rows if not row.begun_at and row.starts_at <= moment < row.ends_at]
    spans = [(row.begun_at or moment, row.ends_at) for row in here]
    spans += [(row.starts_at, row.ends_at) for row in ahead]
    return Staffing(
        at=moment,
        here=len(here),
        until=max((row.ends_at for row in here), default=None),
        late=bool(due) and not here,
        next_at=min((row.starts_at for row in ahead), default=None),
        stretches=merged(spans),
    )


def _remembered(moment: datetime) -> list[_Planned]:
    kept: list[_Planned] | None = caches["local"].get(_PLAN)
    if kept is None:
        kept = _planned(moment)
        caches["local"].set(_PLAN, kept, _REMEMBERED)
    return kept


def _planned(moment: datetime) -> list[_Planned]:
    """What stood at ``moment`` and the week after, of people who still guide."""
    shifts = Shift.objects.filter(cancelled_at=None, guide__in=guides())
    shifts = shifts.across(moment, moment + _AHEAD).exclude(ended_at__lte=moment)
    rows = shifts.values_list("starts_at", "ends_at", "begun_at")
    return [_Planned(*row) for row in rows]


def plan_changed() -> None:
    """Let this process ask the plan anew, now and when the running transaction has committed."""
    caches["local"].delete(_PLAN)
    transaction.on_commit(lambda: caches["local"].delete(_PLAN))


def current_shift(person: Person) -> Shift | None:
    """The shift in which ``person`` is now, begun and not ended (perhaps past its end)."""
    begun = Shift.objects.standing().filter(guide=person, begun_at__isnull=False)
    return begun.order_by("-begun_at").first()


def shift_named(key: str) -> Shift | None:
    """One shift that was not cancelled."""
    return Shift.objects.filter(key=key, cancelled_at=None).select_related("guide").first()


def upcoming(at: datetime | None = None, **which: Any) -> QuerySet[Shift]:
    """Shifts that stand and are not over, in order, with their guides."""
    rows = Shift.objects.standing().filter(ends_at__gt=at or now(), **which)
    return rows.select_related("guide").order_by("starts_at", "id")
