"""Appeals: which are offered to whom, and how long they usually take."""

import statistics
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet

from damayan.foundation.clock import now, span
from damayan.foundation.paging import Page, page_of
from damayan.groups.models import Group
from damayan.groups.queries import guided_slugs
from damayan.moderation.models import Appeal, Decision
from damayan.moderation.rules_appeals import holder_of
from damayan.moderation.watch import coordinators, guides_of
from damayan.people.models import Person
from damayan.safety.subjects import Shown, subject_of

_LATELY = timedelta(days=90)
# Fewer say nothing about what is usual.
_ENOUGH = 5


@dataclass(frozen=True)
class Offered:
    """One appeal in a guide's list."""

    appeal: Appeal
    group: str
    taken: bool


@dataclass(frozen=True)
class Again:
    """One appeal on the table. ``shown`` is None when its subject is gone for good."""

    appeal: Appeal
    shown: Shown | None


def offered_to(person: Person) -> QuerySet[Appeal]:
    """Appeals in groups that ``person`` guides, which they neither decided nor made."""
    rows = Appeal.objects.exclude(decision__person=person).exclude(_had_a_part(person))
    slugs = guided_slugs(person)
    if slugs is not None:
        rows = rows.filter(decision__group_slug__in=slugs)
    return rows.select_related("decision__removal", "decision__concern")


def _had_a_part(person: Person) -> Q:
    return (
        Q(decision__by=person)
        | Q(decision__removal__asked_by=person)
        | Q(decision__removal__answered_by=person)
    )


def open_appeals(
    person: Person, *, after: str = "", before: str = "", size: int = 30
) -> Page[Offered]:
    """What waits for ``person`` to look again, who waits longest first. Five queries at most."""
    offered = offered_to(person)
    page = page_of(
        offered.filter(decided_at=None),
        by="created_at",
        size=size,
        after=after,
        before=before,
        newest_first=False,
        among=offered,
    )
    slugs = {one.decision.group_slug for one in page.rows}
    titles = {one.slug: one.title for one in Group.objects.filter(slug__in=slugs)}
    rows = [
        Offered(
            one,
            titles.get(one.decision.group_slug, ""),
            holder_of(one) not in {None, person.pk},
        )
        for one in page.rows
    ]
    return Page(rows=rows, earlier=page.earlier, later=page.later)


def appeal_for(person: Person, key: str) -> Again | None:
    """An appeal that ``person`` may look at; None for everybody else."""
    found = offered_to(person).filter(key=key).first()
    if found is None:
        return None
    decision = found.decision
    subject = subject_of(decision.subject_kind)
    shown = subject.show(decision.subject_key) if subject else None
    return Again(found, shown)


def outcome_for(person: Person, key: str) -> Appeal | None:
    """A decided appeal, for a guide whose decision it was about: they read how it ended."""
    decided = Appeal.objects.filter(_had_a_part(person), key=key, decided_at__isnull=False)
    return decided.exclude(decision__person=person).select_related("decision").first()


def deciders(decision: Decision) -> frozenset[int]:
    """Whoever had a part in a decision; one query."""
    removal = getattr(decision, "removal", None)
    asked = {removal.asked_by_id, removal.answered_by_id} if removal else set()
    return frozenset({decision.by_id, *asked} - {None})


def still_here(people: set[int]) -> set[int]:
    """Those of ``people`` whose account is open; one query."""
    here = Person.objects.filter(pk__in=people, is_active=True)
    return set(here.values_list("pk", flat=True))


def who_may_look(decision: Decision) -> set[int]:
    """Who could look again: the other guides of the place, or else the coordinators."""
    guides = still_here(guides_of(decision.group_slug))
    others = guides - deciders(decision) - {decision.person_id}
    return (others - coordinators()) or others


def usual_time() -> str:
    """How long an appeal took in the middle of all lately, in words; "" while they are few."""
    lately = Appeal.objects.filter(decided_at__gt=now() - _LATELY)
    took = lately.annotate(took=F("decided_at") - F("created_at"))
    lengths = list(took.order_by("-decided_at").values_list("took", flat=True)[:200])
    if len(lengths) < _ENOUGH:
        return ""
    return span(statistics.median(one.total_seconds() for one in lengths) / 60)
