"""What others ask about a person."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from damayan.people.models import Block, Person, Role, RoleGrant


def roles_of(person: Person) -> frozenset[str]:
    """Roles held in the whole installation; one query, then remembered on the instance."""
    known: frozenset[str] | None = getattr(person, "_roles", None)
    if known is None:
        held = RoleGrant.objects.filter(person=person, ended_at=None)
        known = frozenset(held.values_list("role", flat=True))
        person._roles = known  # type: ignore[attr-defined]  # noqa: SLF001
    return known


def holds(person: Person | None, *roles: str) -> bool:
    """Whether ``person`` holds at least one of ``roles`` in the whole installation."""
    return person is not None and person.is_authenticated and not roles_of(person).isdisjoint(roles)


def there_is_a_coordinator() -> bool:
    """Whether anybody coordinates this installation yet."""
    return RoleGrant.objects.filter(
        role=Role.COORDINATOR, ended_at=None, person__is_active=True
    ).exists()


def no_contact(a: Person | int | None, b: Person | int | None) -> bool:
    """Whether either of two accounts (or their ids) has blocked the other. One query."""
    if a is None or b is None:
        return False
    first, second = _id(a), _id(b)
    return Block.objects.filter(
        Q(blocker_id=first, blocked_id=second) | Q(blocker_id=second, blocked_id=first)
    ).exists()


def people_out_of_contact(person: Person | int) -> QuerySet[Any, int]:
    """Ids of accounts with a block either way; lazy, for use as a subquery."""
    mine = _id(person)
    other = Case(When(blocker_id=mine, then=F("blocked_id")), default=F("blocker_id"))
    blocks = Block.objects.filter(Q(blocker_id=mine) | Q(blocked_id=mine))
    return blocks.annotate(other=other).values_list("other", flat=True)


def _id(person: Person | int) -> int:
    return person if isinstance(person, int) else person.pk
