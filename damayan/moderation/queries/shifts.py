"""Who is here, who is to come, and the plan, each in a fixed number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.cache import caches
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.groups.models import GroupRole, Membership
from damayan.groups.queries import guided_slugs
from damayan.groups.rules import OVERSEERS
from damayan.moderation.models import Shift
from damayan.people.models import Person, Role, RoleGrant
from damayan.people.queries import holds
from damayan.safety.models import Concern
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
    return Person.objects.filter(Q(Exists(here)) | Q(Exists(_everywhere())), is_active=True)


def _everywhere() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(person=OuterRef("pk"), role__in=OVERSEERS, ended_at=None)


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


def cases_held(person: Person) -> QuerySet[Concern]:
    """Open cases on which a claim of ``person`` holds."""
    held = Concern.objects.filter(taken_by=person, closed_at=None, held_until__gt=now())
    return held.order_by("-level", "id")


def colleagues(viewer: Person) -> QuerySet[Person]:
    """The guides whose shifts ``viewer`` may see: of the same groups, and of the whole place."""
    slugs = guided_slugs(viewer)
    if slugs is None:
        return guides()
    here = GroupRole.objects.filter(
        person=OuterRef("pk"), role=Role.GUIDE, ended_at=None, group__slug__in=slugs
    )
    return guides().filter(Q(Exists(here)) | Q(Exists(_everywhere())) | Q(pk=viewer.pk))


def names_of(people: Collection[int | None], viewer: Person) -> dict[int | None, str]:
    """How ``viewer`` knows these guides, by id: by the persona that guides a group of both.

    One query; two for a coordinator, who knows the others by their sign-in name, as on the desk.
    """
    ids = {pk for pk in people if pk}
    slugs = guided_slugs(viewer)
    worn = Membership.objects.active().filter(person__in=ids, persona__badge=Role.GUIDE)
    if slugs is not None:
        worn = worn.filter(group__slug__in=slugs)
    rows = worn.order_by("-pk").values_list("person_id", "persona__name")
    names: dict[int | None, str] = dict(rows)
    if holds(viewer, Role.COORDINATOR):
        others = Person.objects.filter(pk__in=ids - names.keys())
        names |= dict(others.values_list("pk", "username"))
    return names


@dataclass(frozen=True)
class Board:
    """What a guide's page of shifts shows. ``names``: by a guide's id; the unnamed are not in it.

    ``current``: the viewer's own, begun. ``mine``, ``free`` and ``others`` are still to come.
    ``hand_overs``: notes of shifts that ended in the last two days, the latest first.
    """

    current: Shift | None
    here: list[Shift]
    mine: list[Shift]
    free: list[Shift]
    others: list[Shift]
    hand_overs: list[Shift]
    names: dict[int | None, str]


def board(viewer: Person, *, days: int = 14) -> Board:
    """The shifts that ``viewer`` may see in the coming ``days``; six queries at most."""
    moment = now()
    seen = colleagues(viewer)
    rows = list(
        Shift.objects.standing()
        .across(moment, moment + timedelta(days=days))
        .filter(Q(guide__in=seen) | Q(guide=None))
        .order_by("starts_at", "id")[:500]
    )
    ahead = [one for one in rows if not one.begun_at]
    notes = _hand_overs(seen, moment)
    return Board(
        current=current_shift(viewer),
        here=[one for one in rows if one.begun_at],
        mine=[one for one in ahead if one.guide_id == viewer.pk],
        free=[one for one in ahead if one.guide_id is None],
        others=[one for one in ahead if one.guide_id not in (None, viewer.pk)],
        hand_overs=notes,
        names=names_of({one.guide_id for one in [*rows, *notes]}, viewer),
    )


def _hand_overs(seen: QuerySet[Person], moment: datetime) -> list[Shift]:
    ended = Shift.objects.filter(guide__in=seen, ended_at__gt=moment - timedelta(days=2))
    return list(ended.exclude(hand_over="").order_by("-ended_at")[:5])


def shift_for(viewer: Person, key: str) -> Shift | None:
    """One shift of the plan that ``viewer`` may see."""
    found = Shift.objects.filter(Q(guide__in=colleagues(viewer)) | Q(guide=None), key=key)
    return found.filter(cancelled_at=None).first()


def the_plan(viewer: Person, *, weeks: int = 5) -> tuple[list[Shift], dict[int | None, str]]:
    """The shifts of the coming ``weeks``, with guides' names; for coordinators. Three queries."""
    moment = now()
    rows = Shift.objects.standing().across(moment, moment + timedelta(weeks=weeks))
    shifts = list(rows.order_by("starts_at", "id")[:1000])
    return shifts, names_of({one.guide_id for one in shifts}, viewer)


def whom_to_plan(viewer: Person) -> list[tuple[str, str]]:
    """All guides as (id, name), by name; for a coordinator's form. Three queries."""
    ids = list(guides().values_list("pk", flat=True))
    names = names_of(ids, viewer)
    return sorted(((str(pk), names.get(pk, str(pk))) for pk in ids), key=lambda one: one[1].lower())


def takers(person: Person) -> list[tuple[str, str]]:
    """The other guides who are here and may be handed cases by ``person``, as (id, name)."""
    ids = on_shift() & set(colleagues(person).values_list("pk", flat=True)) - {person.pk}
    names = names_of(ids, person)
    return [(str(pk), names.get(pk) or _("a guide of the whole place")) for pk in sorted(ids)]


def guide_named(pk: str) -> Person | None:
    """The guide whom a form names by id; None for nobody."""
    return guides().filter(pk=int(pk)).first() if pk.isdecimal() else None
