"""Wishes to close an account, for the second person who must agree; and who is held back now."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from damayan.foundation.clock import now
from damayan.foundation.paging import Page, page_of
from damayan.groups.queries import guided_slugs
from damayan.moderation.models import Removal, Sanction
from damayan.moderation.rules import may_look
from damayan.people.models import Person
from damayan.safety.models import Concern
from damayan.safety.subjects import Shown, subject_of


@dataclass(frozen=True)
class Asked:
    """One wish, with what it is about as a guide sees it; None when that is gone."""

    removal: Removal
    shown: Shown | None


def removal_for(person: Person, key: str) -> Asked | None:
    """A wish in a group that ``person`` guides and that is not about them; None otherwise."""
    found = Removal.objects.filter(key=key).exclude(person=person).select_related("concern").first()
    if found is None or not may_look(guided_slugs(person), Concern(group_slug=found.group_slug)):
        return None
    subject = subject_of(found.subject_kind)
    return Asked(found, subject.show(found.subject_key) if subject else None)


def open_removals(person: Person) -> list[Removal]:
    """What waits for a second person, the oldest first; three queries at most."""
    slugs = guided_slugs(person)
    rows = Removal.objects.filter(answered_at=None, void_at__gt=now()).exclude(person=person)
    if slugs is not None:
        rows = rows.filter(group_slug__in=slugs)
    return list(rows.order_by("asked_at", "id")[:20])


def held_back(
    person: Person, *, after: str = "", before: str = "", size: int = 30
) -> Page[Sanction]:
    """Sanctions that hold now and that ``person`` may lift, latest first; four queries at most."""
    return page_of(_held(person), by="starts_at", size=size, after=after, before=before)


def held_for(person: Person, key: str) -> Sanction | None:
    """One of them."""
    return _held(person).filter(key=key).first()


def _held(person: Person) -> QuerySet[Sanction]:
    rows = Sanction.objects.filter(Q(until=None) | Q(until__gt=now()), lifted_at=None)
    slugs = guided_slugs(person)
    if slugs is not None:
        rows = rows.filter(decision__group_slug__in=slugs)
    return rows.exclude(person=person).select_related("decision__concern")
