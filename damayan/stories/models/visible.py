"""Who may meet which words, as conditions that querysets share.

Visible are words in a group that the person may read, unless a block stands between the two
personas (either way), or the words wait for a guide and are not the person's own. Guides of the
group see everything: somebody must be able to help.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from damayan.groups.models import Access, GroupRole, Membership, PersonaBlock, PersonaMute
from damayan.people.models import Role, RoleGrant

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from damayan.people.models import Person

GUIDING = (Role.GUIDE, Role.COORDINATOR)


def id_of(person: "Person | AnonymousUser | int | None") -> int | None:
    """A person's id; None for a visitor."""
    return person if isinstance(person, int) else getattr(person, "pk", None)


def guided(group: str, person_id: int) -> Q:
    """The person guides or coordinates the group that the path ``group`` names."""
    here = GroupRole.objects.filter(
        person_id=person_id, group=OuterRef(group), role__in=GUIDING, ended_at=None
    )
    everywhere = RoleGrant.objects.filter(person_id=person_id, role__in=GUIDING, ended_at=None)
    return Q(Exists(here)) | Q(Exists(everywhere))


def readable(group: str, person_id: int | None) -> Q:
    """The person may read the group that the path ``group`` names."""
    found = Q(**{f"{group}__access": Access.OPEN, f"{group}__archived_at": None})
    if person_id is None:
        return found
    member = Membership.objects.filter(person_id=person_id, group=OuterRef(group), left_at=None)
    holder = GroupRole.objects.filter(person_id=person_id, group=OuterRef(group), ended_at=None)
    return found | Q(Exists(member)) | Q(Exists(holder)) | guided(group, person_id)


def unblocked(author: str, person_id: int) -> Q:
    """No block, either way, between the author's persona and the person's in that group."""
    made = PersonaBlock.objects.filter(
        blocker__membership__person_id=person_id, blocked=OuterRef(author)
    )
    met = PersonaBlock.objects.filter(
        blocked__membership__person_id=person_id, blocker=OuterRef(author)
    )
    return ~Q(Exists(made)) & ~Q(Exists(met))


def unmuted(author: str, person_id: int) -> Q:
    """The person has not muted the author's persona."""
    mutes = PersonaMute.objects.filter(
        muter__membership__person_id=person_id, muted=OuterRef(author)
    )
    return ~Q(Exists(mutes))


def shown(author: str, person_id: int | None) -> Q:
    """The words of the author at this path do not wait for a guide, or are the person's own."""
    public = Q(**{f"{author.removesuffix('author')}waiting_at": None})
    if person_id is None:
        return public
    mine = Membership.objects.filter(person_id=person_id, persona=OuterRef(author), left_at=None)
    return public | Q(Exists(mine))


def visible(group: str, authors: tuple[str, ...], person: Any) -> Q:
    """Readable, and no author of the chain is out of the person's sight, nor their words."""
    person_id = id_of(person)
    found = readable(group, person_id)
    in_sight = Q()
    for author in authors:
        in_sight &= shown(author, person_id)
    if person_id is None:
        return found & in_sight
    for author in authors:
        in_sight &= unblocked(author, person_id)
    return found & (in_sight | guided(group, person_id))
