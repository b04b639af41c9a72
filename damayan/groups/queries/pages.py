"""What the pages of this room show, each in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from damayan.foundation.clock import now
from damayan.foundation.paging import Page, page_of
from damayan.groups.models import Group, GroupRole, Invitation, Membership, Persona
from damayan.groups.tokens import token_hash
from damayan.people.models import Person


@dataclass(frozen=True)
class Listed:
    """The page of groups: mine first (only on the first page), then one page of others."""

    mine: list[Membership]
    others: Page[Group]


def group_list(
    person: Person | None, *, language: str = "", after: str = "", before: str = "", size: int = 20
) -> Listed:
    """Groups that ``person`` may know of, by address; two queries, three past the first page."""
    others = Group.objects.visible_to(person).filter(archived_at=None)
    if language:
        others = others.filter(languages__contains=[language])
    if person is not None:
        others = others.exclude(pk__in=Group.objects.joined_by(person).values("pk"))
    page = page_of(
        others,
        by="slug",
        key="slug",
        size=size,
        after=after,
        before=before,
        newest_first=False,
        among=Group.objects.visible_to(person),
    )
    first = not (after or before)
    return Listed(mine=my_memberships(person, language) if first else [], others=page)


def my_memberships(person: Person | None, language: str = "") -> list[Membership]:
    """The groups that ``person`` is in, with group and persona, by address; one query."""
    if person is None:
        return []
    rows = Membership.objects.active().of(person).select_related("group")
    if language:
        rows = rows.filter(group__languages__contains=[language])
    return list(rows.order_by("group__slug"))


def former_membership(person: Person, group: Group) -> Membership | None:
    """A membership that was left, with the persona that returning gives back."""
    return Membership.objects.of(person).filter(group=group, left_at__isnull=False).first()


def usable_invitation(token: str) -> Invitation | None:
    """An invitation that still opens its group; one query."""
    found = Invitation.objects.filter(
        token_hash=token_hash(token), withdrawn_at=None, expires_at__gt=now(), uses_left__gt=0
    )
    return found.filter(group__archived_at=None).select_related("group").first()


def all_groups(*, after: str = "", before: str = "", size: int = 30) -> Page[Group]:
    """Every group for the coordinators' desk, by address; two queries at most."""
    return page_of(
        Group.objects.all(),
        by="slug",
        key="slug",
        size=size,
        after=after,
        before=before,
        newest_first=False,
    )


def invitations(
    group: Group, *, after: str = "", before: str = "", size: int = 30
) -> Page[Invitation]:
    """Invitations of a group, newest first; two queries at most."""
    return page_of(
        Invitation.objects.filter(group=group),
        by="created_at",
        size=size,
        after=after,
        before=before,
    )


def invitation_of(group: Group, key: str) -> Invitation | None:
    """One invitation into ``group``."""
    return Invitation.objects.filter(group=group, key=key).select_related("group").first()


def roles_held(group: Group) -> QuerySet[GroupRole]:
    """The latest hundred role rows, held ones first, each with ``wears``: the persona's name."""
    worn = Membership.objects.filter(person=OuterRef("person"), group=OuterRef("group"))
    rows = GroupRole.objects.filter(group=group).annotate(
        wears=Subquery(worn.values("persona__name"))
    )
    return rows.order_by("-ended_at", "-granted_at")[:100]


def role_held(group: Group, pk: int) -> GroupRole | None:
    """A role that is held in ``group`` now, with its person."""
    held = GroupRole.objects.filter(group=group, pk=pk, ended_at=None)
    return held.select_related("person").first()


def set_aside_persona(person: Person, slug: str, key: str) -> Persona | None:
    """A persona that ``person`` blocked or muted, which its own page no longer shows."""
    found = Persona.objects.filter(group__slug=slug, key=key)
    blocked = found.filter(blocks_met__blocker__membership__person=person)
    muted = found.filter(mutes_met__muter__membership__person=person)
    return (blocked | muted).select_related("group").first()
