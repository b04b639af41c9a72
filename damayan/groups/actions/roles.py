from django.db import transaction
from django.utils.translation import gettext as _

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups import rules
from damayan.groups.models import Group, GroupRole, Persona
from damayan.people.models import Person
from damayan.people.queries import roles_of


@transaction.atomic
def grant_role(*, by: Person, group: Group, person: Person, role: str) -> GroupRole:
    """Give ``person`` a role in ``group``; their persona's badge follows.

    Raises Refused when ``by`` is no coordinator, or for a role that groups do not have.
    """
    require(rules.may_coordinate(roles_of(by)))
    if role not in rules.GROUP_ROLES:
        raise Refused(_("This role cannot be held in one group."))
    held, _made = GroupRole.objects.get_or_create(
        person=person, group=group, role=role, ended_at=None, defaults={"granted_by": by}
    )
    _show_badge(person, group)
    return held


@transaction.atomic
def end_role(*, by: Person, group: Group, person: Person, role: str) -> None:
    """Take a role in ``group`` back; the row stays, with who and when."""
    require(rules.may_coordinate(roles_of(by)))
    GroupRole.objects.filter(person=person, group=group, role=role, ended_at=None).update(
        ended_at=now(), ended_by=by
    )
    _show_badge(person, group)


def _show_badge(person: Person, group: Group) -> None:
    held = GroupRole.objects.filter(person=person, group=group, ended_at=None)
    badge = rules.badge_of(frozenset(held.values_list("role", flat=True)))
    Persona.objects.filter(membership__person=person, group=group).update(badge=badge)
    live.rights_changed(person.pk)
