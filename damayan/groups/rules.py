"""Who may read, write, join, block and arrange groups, and why not."""

from django.utils.translation import gettext as _

from damayan.foundation.verdict import YES, Verdict, no
from damayan.groups.models import Access, Group, Membership, Persona
from damayan.people.models import Person, Role
from damayan.people.rules import may_speak

OVERSEERS = frozenset({Role.GUIDE.value, Role.COORDINATOR.value})
LONGEST_NAME = 60
# Roles that can be held in one group; coordinators are of the whole installation.
GROUP_ROLES = (Role.SUPPORTER, Role.PROFESSIONAL, Role.GUIDE)
# The badge that is worn when several roles are held.
_BADGES = (Role.GUIDE, Role.PROFESSIONAL, Role.SUPPORTER)


def may_read(person: Person | None, group: Group) -> Verdict:
    """Whether the stories of ``group`` are open to ``person``. One query, or none when open."""
    if group.access == Access.OPEN and group.archived_at is None:
        return YES
    if Group.objects.readable_by(person).filter(pk=group.pk).exists():
        return YES
    if group.access == Access.INVITATION:
        return no(_("This group is by invitation."))
    return no(_("Only members read here. Joining takes a moment."))


def may_write(
    person: Person | None, group: Group, *, membership: Membership | None = None
) -> Verdict:
    """Whether ``person`` may write in ``group``; one query unless the membership is handed in."""
    if person is None:
        return no(_("Sign in to write here."))
    if not (speaking := may_speak(person)):
        return speaking
    if group.archived_at:
        return no(_("This group is closed. You can still read it."))
    if membership is None:
        membership = Membership.objects.active().of(person).filter(group=group).first()
    if membership is None:
        return no(_("Join this group to write here."))
    return _in_good_standing(membership, group)


def _in_good_standing(membership: Membership, group: Group) -> Verdict:
    if membership.paused_at:
        return no(_("A guide has paused your writing in this group."))
    if membership.rules_version < group.rules_version:
        return no(_("The house rules of this group changed. Please read and accept them first."))
    return YES


def may_join(group: Group, *, invited: bool, sees_it: bool, rules_version: int) -> Verdict:
    """``sees_it``: the group is visible to them already; ``rules_version``: what they read."""
    if group.archived_at:
        return no(_("This group is closed."))
    if group.access == Access.INVITATION and not (invited or sees_it):
        return no(_("This group is by invitation."))
    if rules_version != group.rules_version:
        return no(_("The house rules changed while you were reading. Please read them again."))
    return YES


def may_wear(name: str, seed: int, *, others: list[Persona], taken: bool) -> Verdict:
    """``others``: the person's personas elsewhere; ``taken``: somebody here wears the name."""
    if not name.strip() or len(name) > LONGEST_NAME:
        return no(_("Choose a name."))
    if any(name.casefold() == one.name.casefold() or seed == one.seed for one in others):
        return no(
            _(
                "You wear this name or picture in another group. "
                "Choose another, so that nobody can tell."
            )
        )
    if taken:
        return no(_("Somebody in this group has this name. Choose another."))
    return YES


def may_block(mine: Persona | None, other: Persona) -> Verdict:
    """Blocking and muting are between two personas of one group."""
    if mine is None or mine.group_id != other.group_id:
        return no(_("Join this group first."))
    if mine.pk == other.pk:
        return no(_("This is you."))
    return YES


def may_coordinate(roles: frozenset[str]) -> Verdict:
    """``roles`` in the whole installation."""
    return YES if Role.COORDINATOR in roles else no(_("Only a coordinator can do this."))


def may_invite(roles: frozenset[str]) -> Verdict:
    """``roles`` in the group or the installation."""
    return YES if roles & OVERSEERS else no(_("Only a guide or a coordinator can invite."))


def may_guide(roles: frozenset[str]) -> Verdict:
    """``roles`` in the group or the installation."""
    return YES if roles & OVERSEERS else no(_("Only a guide can do this."))


def badge_of(roles: frozenset[str]) -> str:
    """The one role that a persona shows, from the roles held in its group."""
    return next((role.value for role in _BADGES if role in roles), "")
