"""What a person is in a group: membership, persona, roles."""

from damayan.groups.models import Group, GroupRole, Membership
from damayan.groups.rules import OVERSEERS
from damayan.people.models import Person, Role
from damayan.people.queries import roles_of


def membership_of(person: Person | None, group: Group) -> Membership | None:
    """The active membership with its persona and roles; one query, none for a visitor."""
    if person is None:
        return None
    found = Membership.objects.active().of(person).with_roles().filter(group=group).first()
    if found is not None:
        found.group = group
    return found


def roles_anywhere(person: Person) -> frozenset[str]:
    """Roles held in the installation or in any group; two queries at most."""
    held = GroupRole.objects.filter(person=person, ended_at=None)
    return roles_of(person) | frozenset(held.values_list("role", flat=True))


def role_in(
    person: Person | None, group: Group, *, membership: Membership | None = None
) -> frozenset[str]:
    """Roles in the group and the installation together.

    No query with a ``membership`` from ``membership_of``; otherwise two, one of them remembered on
    ``person``.
    """
    if person is None:
        return frozenset()
    known = vars(membership) if membership else {}
    if "group_roles" in known:
        return frozenset(known["group_roles"]) | frozenset(known["house_roles"])
    here = GroupRole.objects.filter(person=person, group=group, ended_at=None)
    return roles_of(person) | frozenset(here.values_list("role", flat=True))


def is_guide(person: Person | None, group: Group, *, membership: Membership | None = None) -> bool:
    """Whether ``person`` guides ``group`` (guide or coordinator, here or everywhere)."""
    return bool(role_in(person, group, membership=membership) & OVERSEERS)


def guided_slugs(person: Person | None) -> frozenset[str] | None:
    """Slugs of the groups that ``person`` guides; None means all of them. Two queries at most."""
    if person is None:
        return frozenset()
    if roles_of(person) & OVERSEERS:
        return None
    held = GroupRole.objects.filter(person=person, role=Role.GUIDE, ended_at=None)
    return frozenset(held.values_list("group__slug", flat=True))
