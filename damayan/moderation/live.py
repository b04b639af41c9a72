"""How many concerns are open for each guide, kept right on the open pages of guides."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from damayan.foundation import live
from damayan.groups.models import GroupRole
from damayan.groups.rules import OVERSEERS
from damayan.people.models import Person, Role, RoleGrant
from damayan.safety.alarms import TOPIC
from damayan.safety.models import Concern

_LATEST = 253_402_300_000


class Concerns(live.State):
    """``concerns`` or ``concerns:SECOND``: ``{"open": 5, "urgent": 1, "new": 2}``.

    ``new`` are those raised after that second of Unix time, at which a page was made.
    """

    kind = "concerns"

    def topics(self, person_id: int, params: str) -> set[str] | None:
        """Woken by every concern that is raised, taken up or closed."""
        fine = not params or (params.isascii() and params.isdecimal() and int(params) < _LATEST)
        return {TOPIC} if fine and self.states(params, [person_id]) else None

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """One query for all guides; who guides nothing is left out."""
        since = datetime.fromtimestamp(int(params or 0), UTC)
        found = (
            Person.objects.filter(
                Q(Exists(_here(OuterRef("pk")))) | Q(Exists(_everywhere(OuterRef("pk"))))
            )
            .filter(pk__in=people, is_active=True)
            .annotate(open=_count(), urgent=_count(level=Concern.Level.URGENT))
            .annotate(new=_count(raised_at__gt=since))
        )
        rows = found.values_list("pk", "open", "urgent", "new")
        return {pk: {"open": n, "urgent": urgent, "new": new} for pk, n, urgent, new in rows}


def _here(person: Any) -> Any:
    return GroupRole.objects.filter(person_id=person, role=Role.GUIDE, ended_at=None)


def _everywhere(person: Any) -> Any:
    return RoleGrant.objects.filter(person_id=person, role__in=OVERSEERS, ended_at=None)


def _count(**which: Any) -> Coalesce:
    them = OuterRef(OuterRef("pk"))
    mine = Q(group_slug__in=_here(them).values("group__slug")) | Q(Exists(_everywhere(them)))
    rows = Concern.objects.filter(mine, closed_at=None, **which).order_by()
    counted = rows.values("closed_at").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def register() -> None:
    """Offer the stream."""
    live.register("concerns", Concerns())
