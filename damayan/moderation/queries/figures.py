"""The figures of one month of care, straight from the tables, as they may be published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Extract, Least
from django.utils import timezone
from django.utils.formats import date_format

from damayan.foundation.clock import now
from damayan.groups.models import GroupRole
from damayan.moderation.models import Appeal, CareReport, Decision
from damayan.moderation.report_words import DECISIONS, OTHER
from damayan.moderation.rules_clock import target_of
from damayan.moderation.rules_figures import (
    ENOUGH_FOR_P95,
    SMALLEST,
    all_or_none,
    count_of,
    minutes_of,
    parts_of,
    share_of,
)
from damayan.people.models import Person, Role, RoleGrant
from damayan.safety.models import Concern, Outcome, Source
from damayan.stories.models import Story

_LEVELS = {"urgent": Concern.Level.URGENT, "concern": Concern.Level.CONCERN}
_DAY = timedelta(days=1).total_seconds()


@dataclass(frozen=True)
class Month:
    """A calendar month in the installation's time zone; ``end`` is the first moment after it."""

    first: date

    @property
    def start(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        return _midnight(self.next.first)

    @property
    def next(self) -> "Month":
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def before(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def key(self) -> str:
        """As it stands in an address: ``2026-11``."""
        return f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        """In the reader's language: "November 2026"."""
        return date_format(self.first, "F Y")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def this_month() -> Month:
    """The month that is running."""
    return Month(timezone.localdate(now()).replace(day=1))


def month_called(key: str) -> Month | None:
    """The month of an address; None for anything else."""
    try:
        first = date.fromisoformat(f"{key}-01")
    except ValueError:
        return None
    return Month(first) if Month(first).key == key else None


def published(key: str) -> CareReport | None:
    """The report of a month as it was published; one query."""
    month = month_called(key)
    return CareReport.objects.filter(month=month.first).first() if month else None


def published_months() -> list[Month]:
    """The months with a report, latest first; one query."""
    days = CareReport.objects.order_by("-month").values_list("month", flat=True)
    return [Month(day) for day in days[:120]]


def figures_of(month: Month) -> dict[str, Any]:
    """All figures of one month, plain JSON, small counts kept back. Seven queries.

    Waits run around the clock from when a concern was raised until the first sign that a guide
    looked; one that nobody has looked at counts as waiting for ever.
    """
    return {
        "month": month.key,
        "smallest": SMALLEST,
        "levels": _levels(month),
        "decisions": parts_of(_counted(_decisions(month), [*DECISIONS])).plain,
        "outcomes": parts_of(_counted(_outcomes(month), Outcome.values)).plain,
        "appeals": parts_of(_counted(_appeals(month), [*Appeal.Outcome.values, ""])).plain,
        "first_answers": _first_answers(month),
        "guides_per_thousand": _guides(),
    }


class _Percentile(Aggregate):
    function = "percentile_disc"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def _wait(until: Any) -> Coalesce:
    """Seconds from ``created_at`` until a moment; infinity when it has not come."""
    length = ExpressionWrapper(until - F("created_at"), output_field=DurationField())
    forever = Value(float("inf"), output_field=FloatField())
    return Coalesce(Extract(length, "epoch"), forever, output_field=FloatField())


def _within(rows: QuerySet[Any], month: Month, field: str = "created_at") -> QuerySet[Any]:
    return rows.filter(**{f"{field}__gte": month.start, f"{field}__lt": month.end}).order_by()


def _levels(month: Month) -> dict[str, Any]:
    """PostgreSQL's LEAST leaves out what is null: the first sign that somebody looked.

    What importers brought alarmed nobody, since nobody waited behind it: it is not counted.
    """
    looked = Least("looked_at", "taken_at", "closed_at")
    brought = Q(level=Concern.Level.URGENT, source=Source.SCREENING, alarmed_at=None)
    waits = _within(Concern.objects.exclude(brought), month).annotate(wait=_wait(looked))
    limits = {level: target_of(level).total_seconds() for level in _LEVELS.values()}
    on_time = Q(
        *(Q(level=level, wait__lte=most) for level, most in limits.items()), _connector="OR"
    )
    rows = waits.values("level").annotate(
        many=Count("pk"),
        on_time=Count("pk", filter=on_time),
        median=_Percentile("wait", fraction=0.5),
        p95=_Percentile("wait", fraction=0.95),
    )
    found = {row["level"]: row for row in rows}
    # Their sum is near the number of all that were closed.
    told = all_or_none({name: found.get(lv, {}).get("many", 0) for name, lv in _LEVELS.items()})
    return {
        name: {
            "count": told[name],
            "target_minutes": round(limits[level] / 60),
            **_waited(found.get(level)),
        }
        for name, level in _LEVELS.items()
    }


def _waited(row: Mapping[str, Any] | None) -> dict[str, Any]:
    row = row or {"many": 0, "on_time": 0, "median": None, "p95": None}
    return {
        "within_target": share_of(row["on_time"], row["many"]),
        "median_minutes": minutes_of(row["median"], row["many"]),
        "p95_minutes": minutes_of(row["p95"], row["many"], ENOUGH_FOR_P95),
    }


def _decisions(month: Month) -> dict[str, int]:
    rows = _within(Decision.objects.all(), month, "at").values_list("deed")
    found: dict[str, int] = {}
    for deed, many in rows.annotate(many=Count("pk")):
        name = deed if deed in DECISIONS else OTHER
        found[name] = found.get(name, 0) + many
    return found


def _outcomes(month: Month) -> dict[str, int]:
    rows = _within(Concern.objects.all(), month, "closed_at").values_list("outcome")
    return dict(rows.annotate(many=Count("pk")))


def _appeals(month: Month) -> dict[str, int]:
    rows = _within(Appeal.objects.all(), month).values_list("outcome")
    return dict(rows.annotate(many=Count("pk")))


def _counted(found: Mapping[str, int], names: list[str]) -> dict[str, int]:
    return {name: found.get(name, 0) for name in names}


def _first_answers(month: Month) -> dict[str, Any]:
    told = _within(Story.objects.standing(), month)
    row = told.annotate(wait=_wait(F("first_answer_at"))).aggregate(
        many=Count("pk"),
        on_time=Count("pk", filter=Q(wait__lte=_DAY)),
        median=_Percentile("wait", fraction=0.5),
    )
    return {
        "count": count_of(row["many"]),
        "within_a_day": share_of(row["on_time"], row["many"]),
        "median_minutes": minutes_of(row["median"], row["many"]),
    }


def _guides() -> float | None:
    """Guides of groups and of the whole place per thousand members, when there are enough."""
    holding = Q(role=Role.GUIDE, ended_at=None, person__is_active=True)
    of_groups = GroupRole.objects.filter(holding).values("person")
    of_all = RoleGrant.objects.filter(holding).values("person")
    guides = of_groups.union(of_all).count()
    members = Person.objects.filter(is_active=True).count()
    return round(1000 * guides / members, 1) if guides >= SMALLEST else None
