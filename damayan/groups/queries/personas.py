"""Personas: mine, hidden ones, set-aside ones. Only here does a persona lead to a person."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from damayan.foundation.paging import Page, page_of
from damayan.groups.models import Membership, Persona, PersonaBlock, PersonaMute
from damayan.groups.models.persona import blocked_for
from damayan.people.models import Person


def person_behind(persona_id: int) -> int | None:
    """The account behind a persona, for rooms' inner use (notices); never to be shown."""
    return (
        Membership.objects.filter(persona_id=persona_id).values_list("person_id", flat=True).first()
    )


def personas_of(person: Person) -> QuerySet[Persona]:
    """All personas that ``person`` wears or wore, with their groups."""
    return (
        Persona.objects.filter(membership__person=person)
        .select_related("group")
        .order_by("membership__joined_at", "id")
    )


def hidden_persona_ids(persona_id: int | None) -> QuerySet[Any, int]:
    """Ids gone for the wearer of one persona: blocked either way, or muted; a lazy subquery."""
    if persona_id is None:
        return Persona.objects.none().values_list("pk", flat=True)
    made = PersonaBlock.objects.filter(blocker_id=persona_id).values_list("blocked_id", flat=True)
    met = PersonaBlock.objects.filter(blocked_id=persona_id).values_list("blocker_id", flat=True)
    muted = PersonaMute.objects.filter(muter_id=persona_id).values_list("muted_id", flat=True)
    return made.union(met, muted, all=True)


def hidden_from(person: Person | None) -> QuerySet[Any, int]:
    """The same for all personas of ``person`` at once, for lists over several groups."""
    if person is None:
        return Persona.objects.none().values_list("pk", flat=True)
    muted = PersonaMute.objects.filter(muter__membership__person=person)
    return blocked_for(person).union(muted.values_list("muted_id", flat=True), all=True)


def is_muted(muter_id: int, muted_id: int) -> bool:
    """Whether one persona muted another; one query."""
    return PersonaMute.objects.filter(muter_id=muter_id, muted_id=muted_id).exists()


def personas_set_aside(
    person: Person, *, after: str = "", before: str = "", size: int = 30
) -> Page[Persona]:
    """Personas that ``person`` blocked or muted, by name; each with ``is_blocked``, ``is_muted``.

    Two queries at most.
    """
    blocks = PersonaBlock.objects.filter(blocker__membership__person=person, blocked=OuterRef("pk"))
    mutes = PersonaMute.objects.filter(muter__membership__person=person, muted=OuterRef("pk"))
    rows = (
        Persona.objects.annotate(is_blocked=Exists(blocks), is_muted=Exists(mutes))
        .filter(Q(is_blocked=True) | Q(is_muted=True))
        .select_related("group")
    )
    return page_of(rows, by="name", size=size, after=after, before=before, newest_first=False)


def person_of_name(group_id: int, name: str) -> Person | None:
    """Who wears ``name`` in a group now; for granting roles, never to be shown."""
    found = (
        Membership.objects.active()
        .filter(group_id=group_id, persona__name__iexact=name.strip())
        .select_related("person")
        .first()
    )
    return found.person if found else None


def wearers(group_id: int) -> QuerySet[Membership]:
    """Active memberships of a group with their personas."""
    return Membership.objects.active().filter(group_id=group_id).select_related("persona")
