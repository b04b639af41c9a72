"""What guides' and coordinators' pages need, each in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from damayan.foundation.clock import now
from damayan.foundation.paging import Page, page_of
from damayan.groups.models import Group, Membership, Persona
from damayan.groups.queries import guided_slugs
from damayan.moderation.models import LogEntry, Shift
from damayan.moderation.rules import holder_of, may_look
from damayan.moderation.rules_clock import Clock, clock_of
from damayan.people.models import Person
from damayan.safety.kinds import kind_words
from damayan.safety.models import Concern, Report, ReportKind
from damayan.safety.staffing import DAYS, Stretch, merged
from damayan.safety.subjects import Shown, subject_of
from damayan.stories.models import Reply, Story

Slugs = frozenset[str] | None
_Place = tuple[int, object, int]


# How far back the plan of shifts is asked when a clock is told.
_BEHIND = timedelta(days=3)


@dataclass(frozen=True)
class Line:
    """A concern in the list: report kinds by urgency, what screening found, how many reported.

    ``clock`` runs while nobody looks after it; ``holder_id`` is who does, ``holder`` their persona
    there ("" when they wear none).
    """

    concern: Concern
    group: str
    kinds: list[str]
    reports: int
    clock: Clock | None = None
    holder_id: int | None = None
    holder: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a guide wants to see of the queue: ``show`` is "", mine, free, waiting or escalated."""

    show: str = ""
    group: str = ""
    guide_id: int = 0

    def among(self, rows: "QuerySet[Concern]") -> "QuerySet[Concern]":
        """Those of ``rows`` that are wanted; all for a word that is not known."""
        if self.group and self.group.isprintable():
            rows = rows.filter(group_slug=self.group[:48])
        held = Q(held_until__gt=now())
        if self.show == "mine":
            return rows.filter(held, taken_by=self.guide_id)
        if self.show == "free":
            return rows.exclude(held)
        if self.show == "escalated":
            return rows.filter(escalated_at__isnull=False)
        return rows.filter(_waiting()) if self.show == "waiting" else rows


def _waiting() -> Q:
    def keys(model: type[Story] | type[Reply]) -> QuerySet[Any, Any]:
        return model.objects.filter(waiting_at__isnull=False, hidden_at=None).values("key")

    stories = Q(subject_kind="story", subject_key__in=keys(Story))
    return stories | Q(subject_kind="reply", subject_key__in=keys(Reply))


@dataclass(frozen=True)
class Laid:
    """One concern on the table. ``shown`` is None when its subject is gone for good."""

    concern: Concern
    shown: Shown | None
    reports: Sequence[Report]
    author_id: int | None

    @property
    def found(self) -> list[str]:
        """What screening found, in words."""
        return kind_words(self.concern.kinds)

    @property
    def reasons(self) -> list[tuple[str, list[str]]]:
        """The author's words that met rules ("" for none in particular), each with its rules."""
        by_words: dict[str, list[str]] = {}
        for one in self.concern.explanation:
            by_words.setdefault(one["words"], []).append(one["rule"])
        return list(by_words.items())


def _for(slugs: Slugs, *, closed: bool) -> QuerySet[Concern]:
    rows = Concern.objects.filter(closed_at__isnull=not closed)
    if slugs is not None:
        rows = rows.filter(group_slug__in=slugs)
    kinds = Report.objects.filter(concern=OuterRef("pk")).values("kind")
    return rows.annotate(report_kinds=ArraySubquery(kinds))


def open_concerns(
    slugs: Slugs,
    *,
    after: str = "",
    before: str = "",
    size: int = 30,
    wanted: Wanted | None = None,
) -> Page[Line]:
    """What waits for a guide: the most urgent first, then the oldest. Five queries at most.

    Not by score within a level: each has a promise of its own, which the later ones must not push
    behind the clock.
    """
    rows = _for(slugs, closed=False)
    rows = wanted.among(rows) if wanted else rows
    place = _place(slugs, after or before)
    backwards = bool(before and not after and place)
    if place:
        rows = rows.filter(_beyond(place, backwards=backwards))
    order = ("level", "-created_at", "-id") if backwards else ("-level", "created_at", "id")
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_earlier, has_later = (more, bool(place)) if backwards else (bool(place), more)
    return Page(
        rows=_lines(found, staffed_around()),
        earlier=found[0].key if found and has_earlier else "",
        later=found[-1].key if found and has_later else "",
    )


def staffed_around() -> tuple[Stretch, ...]:
    """When guides were here in the last days and are to be here in the next, in one query."""
    moment = now()
    shifts = Shift.objects.filter(cancelled_at=None, guide__isnull=False)
    shifts = shifts.across(moment - _BEHIND, moment + timedelta(days=DAYS))
    spans = []
    for starts, ends, begun, ended in shifts.values_list(
        "starts_at", "ends_at", "begun_at", "ended_at"
    ):
        if begun or starts > moment:
            spans.append((begun or starts, min(ended, ends) if ended else ends))
    return merged([span for span in spans if span[0] < span[1]])


def closed_concerns(
    slugs: Slugs, *, after: str = "", before: str = "", size: int = 30
) -> Page[Line]:
    """What was decided, latest first. Three queries at most."""
    rows = _for(slugs, closed=True)
    page = page_of(rows, by="closed_at", size=size, after=after, before=before)
    return Page(rows=_lines(page.rows), earlier=page.earlier, later=page.later)


def _place(slugs: Slugs, key: str) -> _Place | None:
    if not key.isprintable() or not key:
        return None
    known = Concern.objects.all() if slugs is None else Concern.objects.filter(group_slug__in=slugs)
    return known.filter(key=key[:64]).values_list("level", "created_at", "id").first()


def _beyond(place: _Place, *, backwards: bool) -> Q:
    level, at, pk = place
    higher, later = ("gt", "lt") if backwards else ("lt", "gt")
    same_moment = Q(level=level, created_at=at, **{f"id__{later}": pk})
    same_level = Q(level=level, **{f"created_at__{later}": at})
    return Q(**{f"level__{higher}": level}) | same_level | same_moment


def _lines(concerns: Sequence[Concern], staffed: Sequence[Stretch] = ()) -> list[Line]:
    slugs = {concern.group_slug for concern in concerns}
    titles = {group.slug: group.title for group in Group.objects.filter(slug__in=slugs)}
    names, moment = _holders(concerns), now()
    return [
        Line(
            concern=concern,
            group=titles.get(concern.group_slug, concern.group_slug),
            kinds=_kinds(concern),
            reports=len(concern.report_kinds),  # type: ignore[attr-defined]
            clock=clock_of(concern, staffed, moment),
            holder_id=holder_of(concern),
            holder=names.get((holder_of(concern), concern.group_slug), ""),
        )
        for concern in concerns
    ]


def _holders(concerns: Sequence[Concern]) -> dict[tuple[int | None, str], str]:
    held = {pk for pk in map(holder_of, concerns) if pk}
    if not held:
        return {}
    slugs = {concern.group_slug for concern in concerns}
    worn = Membership.objects.filter(person__in=held, group__slug__in=slugs)
    rows = worn.values_list("person_id", "group__slug", "persona__name")
    return {(pk, slug): name for pk, slug, name in rows}


def _kinds(concern: Concern) -> list[str]:
    reported = _by_urgency(concern.report_kinds)  # type: ignore[attr-defined]
    return reported + kind_words(concern.kinds)


def _by_urgency(kinds: Sequence[str]) -> list[str]:
    return [str(kind.label) for kind in ReportKind if kind.value in kinds]


def concern_for(person: Person, key: str) -> Concern | None:
    """A concern in a group that ``person`` guides; None for everybody else."""
    concern = Concern.objects.filter(key=key).first()
    if concern is None or not may_look(guided_slugs(person), concern):
        return None
    return concern


def lay_out(concern: Concern) -> Laid:
    """A concern with its subject as a guide sees it, and its reports, oldest first."""
    subject = subject_of(concern.subject_kind)
    key = concern.subject_key
    return Laid(
        concern=concern,
        shown=subject.show(key) if subject else None,
        reports=list(concern.reports.order_by("created_at", "id")[:200]),
        author_id=subject.author_id(key) if subject else None,
    )


def report_in(concern: Concern, key: str) -> Report | None:
    """One report of a concern."""
    return concern.reports.filter(key=key).first()


def persona_for_guide(person: Person, key: str) -> Persona | None:
    """A persona in a group that ``person`` guides, blocked or not; None for everybody else."""
    guided = Persona.objects.filter(group__in=Group.objects.guided_by(person))
    return guided.filter(key=key).select_related("group").first()


def log_page(*, after: str = "", before: str = "", size: int = 50) -> Page[LogEntry]:
    """The log, latest first; two queries at most."""
    return page_of(
        LogEntry.objects.all(), by="id", key="hash", size=size, after=after, before=before
    )
