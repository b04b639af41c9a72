"""How many concerns are open for each guide, kept right on the open pages of guides."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, Extract, JSONObject, Now

from damayan.foundation import live
from damayan.groups.models import GroupRole
from damayan.groups.rules import OVERSEERS
from damayan.moderation.models import BreakGlass
from damayan.people.models import Person, Role, RoleGrant
from damayan.safety.alarms import TOPIC
from damayan.safety.models import Concern

_LATEST = 253_402_300_000
_NONE = {"open": 0, "urgent": 0, "new": 0, "held": 0, "alarm": 0, "touched": 0}


class Concerns(live.State):
    """``concerns`` or ``concerns:SECOND``: ``{"open": 5, "urgent": 1, "new": 2, …}``.

    ``new`` are those raised after that second of Unix time, at which a page was made; ``held`` are
    in a guide's hands; ``alarm`` is when the latest urgent one was raised, or a guide asked for a
    second person (break-glass), and ``touched`` when the latest was taken up, in milliseconds, so
    that a page notices whatever it should show anew.
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
            .annotate(counted=_counted(since), asked_at=_asked())
        )
        rows = found.values_list("pk", "counted", "asked_at")
        return {pk: _state(counted, asked_at) for pk, counted, asked_at in rows}


def _state(counted: Mapping[str, Any] | None, asked_at: datetime | None) -> dict[str, Any]:
    state = {**_NONE, **(counted or {})}
    if asked_at:
        state["alarm"] = max(state["alarm"], int(asked_at.timestamp() * 1000))
    return state


def _here(person: Any) -> Any:
    return GroupRole.objects.filter(person_id=person, role=Role.GUIDE, ended_at=None)


def _everywhere(person: Any) -> Any:
    return RoleGrant.objects.filter(person_id=person, role__in=OVERSEERS, ended_at=None)


def _counted(since: datetime) -> Subquery:
    """All of it in one look at a guide's open concerns."""
    them = OuterRef(OuterRef("pk"))
    mine = Q(group_slug__in=_here(them).values("group__slug")) | Q(Exists(_everywhere(them)))
    urgent = Q(level=Concern.Level.URGENT)
    rows = Concern.objects.filter(mine, closed_at=None).order_by().values("closed_at")
    counted = rows.annotate(
        counted=JSONObject(
            open=Count("pk"),
            urgent=Count("pk", filter=urgent),
            new=Count("pk", filter=Q(raised_at__gt=since)),
            held=Count("pk", filter=Q(held_until__gt=Now())),
            alarm=_latest("raised_at", urgent),
            touched=_latest("taken_at"),
        )
    )
    return Subquery(counted.values("counted"))


def _asked() -> Subquery:
    """When the latest wish was asked that waits for this guide as a second person."""
    waiting = BreakGlass.objects.filter(answered_at=None, void_at__gt=Now())
    them = OuterRef(OuterRef("pk"))
    mine = Q(concern__group_slug__in=_here(them).values("group__slug")) | Q(
        Exists(_everywhere(them))
    )
    others = waiting.filter(mine, ~Q(asked_by=OuterRef("pk")), ~Q(person=OuterRef("pk")))
    return Subquery(others.order_by("-asked_at").values("asked_at")[:1])


def _latest(name: str, which: Q | None = None) -> Coalesce:
    moment = Extract(Max(name, filter=which), "epoch", tzinfo=UTC)
    return Coalesce(Cast(moment * 1000, BigIntegerField()), 0)


def register() -> None:
    """Offer the stream."""
    live.register("concerns", Concerns())
