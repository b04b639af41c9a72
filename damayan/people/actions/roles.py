from django.db import transaction

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people import rules
from damayan.people.models import Person, Role, RoleGrant
from damayan.people.queries import roles_of


@transaction.atomic
def grant_role(*, by: Person, person: Person, role: str) -> RoleGrant:
    """Give ``person`` a role in the whole installation; who holds it already keeps it.

    Raises Refused when ``by`` is no coordinator.
    """
    require(rules.may_manage_roles(roles_of(by)))
    grant, _made = RoleGrant.objects.get_or_create(
        person=person, role=Role(role), ended_at=None, defaults={"granted_by": by}
    )
    vars(person).pop("_roles", None)
    live.rights_changed(person.pk)
    return grant


@transaction.atomic
def end_role(*, by: Person, person: Person, role: str) -> None:
    """Take a role back; the row stays, with who and when.

    Raises Refused when ``by`` is no coordinator, or for the last coordinator. All holders are
    locked in one order, so two coordinators who end each other's role cannot both succeed.
    """
    holders = list(
        RoleGrant.objects.select_for_update().filter(role=role, ended_at=None).order_by("id")
    )
    vars(by).pop("_roles", None)
    require(rules.may_manage_roles(roles_of(by)))
    others = any(grant.person_id != person.pk for grant in holders)
    require(rules.may_end_role(role=role, others_hold_it=others))
    RoleGrant.objects.filter(person=person, role=role, ended_at=None).update(
        ended_at=now(), ended_by=by
    )
    vars(person).pop("_roles", None)
    live.rights_changed(person.pk)


@transaction.atomic
def lay_down_role(*, by: Person, role: str) -> None:
    """Give one's own role back; who does not hold it has nothing to give.

    Raises Refused for the last coordinator.
    """
    holders = list(
        RoleGrant.objects.select_for_update().filter(role=role, ended_at=None).order_by("id")
    )
    others = any(grant.person_id != by.pk for grant in holders)
    require(rules.may_end_role(role=role, others_hold_it=others))
    RoleGrant.objects.filter(person=by, role=role, ended_at=None).update(
        ended_at=now(), ended_by=by
    )
    vars(by).pop("_roles", None)
    live.rights_changed(by.pk)
