"""Wishes to see who somebody is, for those who may know of them."""

from dataclasses import dataclass

from django.db.models import Q

from damayan.foundation.clock import now
from damayan.foundation.paging import Page, page_of
from damayan.groups.queries import guided_slugs
from damayan.moderation.models import BreakGlass, LogEntry
from damayan.moderation.queries.shifts import names_of
from damayan.moderation.revealing import names
from damayan.moderation.rules import may_look
from damayan.moderation.rules_reveal import State, state_of
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person


@dataclass(frozen=True)
class Wish:
    """One of them as its page shows it. ``views``: how often somebody looked."""

    reveal: BreakGlass
    state: State
    fields: list[str]
    people: dict[int | None, str]
    views: int = 0


def reveal_for(person: Person, key: str) -> BreakGlass | None:
    """A wish about a case that ``person`` may look at; None for the member it is about."""
    found = BreakGlass.objects.filter(key=key).select_related("concern").first()
    if found is None or found.person_id == person.pk:
        return None
    slugs = guided_slugs(person)
    concern = found.concern
    seen = slugs is None or (concern is not None and bool(may_look(slugs, concern)))
    return found if seen else None


def wish(viewer: Person, reveal: BreakGlass) -> Wish:
    """Everything but what it is about. Four queries at most."""
    took_part = {reveal.asked_by_id, reveal.answered_by_id, reveal.reviewed_by_id}
    seen = LogEntry.objects.filter(deed=Deed.SEE_REVEAL, details__reveal=reveal.key)
    return Wish(
        reveal, state_of(reveal), names(reveal.fields), names_of(took_part, viewer), seen.count()
    )


def reveals(viewer: Person, *, after: str = "", before: str = "") -> Page[Wish]:
    """All of them, the latest first; for coordinators, but for those about themselves."""
    about_others = BreakGlass.objects.filter(Q(person=None) | ~Q(person=viewer))
    page = page_of(about_others, by="asked_at", size=30, after=after, before=before)
    people = {pk for one in page.rows for pk in (one.asked_by_id, one.answered_by_id)}
    known = names_of(people, viewer)
    rows = [Wish(one, state_of(one), names(one.fields), known) for one in page.rows]
    return Page(rows=rows, earlier=page.earlier, later=page.later)


def wishes_for(person: Person, slugs: frozenset[str] | None) -> list[BreakGlass]:
    """Those that wait for ``person`` as the second one; ``slugs`` as they guide. One query."""
    waiting = BreakGlass.objects.filter(answered_at=None, void_at__gt=now())
    if slugs is not None:
        waiting = waiting.filter(concern__group_slug__in=slugs)
    about_others = waiting.exclude(asked_by=person).exclude(person=person)
    return list(about_others.order_by("void_at"))


def waiting_reveal(concern_id: int) -> BreakGlass | None:
    """The wish about a case that waits for a second person, or is open."""
    latest = BreakGlass.objects.filter(concern=concern_id).order_by("-asked_at").first()
    if latest is None or state_of(latest) not in (State.WAITING, State.OPEN):
        return None
    return latest
