from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups import names, rules
from damayan.groups.models import Group, GroupRole, Invitation, Membership, Persona
from damayan.groups.queries import personas_of
from damayan.people.models import Person


@transaction.atomic
def join(
    *,
    by: Person,
    group: Group,
    name: str,
    seed: int,
    rules_version: int,
    invitation: Invitation | None = None,
) -> Membership:
    """Join ``group`` wearing a new persona; who was here before gets the same persona back.

    Names are never typed, only offered (``names``): none can say who somebody is, or hurt.

    ``rules_version`` is the version that was read and accepted. Joining twice makes one
    membership. Raises Refused with the reason when a rule says no.
    """
    Person.objects.select_for_update().only("pk").get(pk=by.pk)
    known = Membership.objects.filter(person=by, group=group).select_related("persona").first()
    if known is not None and known.left_at is None:
        return known
    sees_it = Group.objects.visible_to(by).filter(pk=group.pk).exists()
    require(
        rules.may_join(
            group, invited=invitation is not None, sees_it=sees_it, rules_version=rules_version
        )
    )
    if invitation is not None and not sees_it:
        _spend(invitation, group)
    if known is not None:
        return _return(known, rules_version)
    persona = _put_on(by, group, name, seed)
    Person.objects.filter(pk=by.pk).update(first_name="", first_seed=None)
    return Membership.objects.create(
        person=by, group=group, persona=persona, rules_version=rules_version
    )


def _put_on(by: Person, group: Group, name: str, seed: int) -> Persona:
    others = list(personas_of(by))
    taken = Persona.objects.filter(group=group, name__iexact=name).exists()
    require(rules.may_wear(name, seed, others=others, taken=taken))
    if not names.is_generated(name):
        raise Refused(_("Choose one of the names that we offer: they tell nobody who you are."))
    held = GroupRole.objects.filter(person=by, group=group, ended_at=None)
    badge = rules.badge_of(frozenset(held.values_list("role", flat=True)))
    try:
        with transaction.atomic():
            return Persona.objects.create(group=group, name=name, seed=seed, badge=badge)
    except IntegrityError:
        raise Refused(_("Somebody in this group has this name. Choose another.")) from None


def _return(known: Membership, rules_version: int) -> Membership:
    known.left_at = None
    known.rules_version = rules_version
    known.rules_accepted_at = known.visited_at = now()
    known.save(update_fields=["left_at", "rules_version", "rules_accepted_at", "visited_at"])
    return known


def _spend(invitation: Invitation, group: Group) -> None:
    usable = Invitation.objects.filter(
        pk=invitation.pk, group=group, withdrawn_at=None, expires_at__gt=now(), uses_left__gt=0
    )
    if not usable.update(uses_left=F("uses_left") - 1):
        raise Refused(_("This invitation has been used or is too old."))


@transaction.atomic
def leave(*, by: Person, group: Group) -> None:
    """Leave ``group``: words stay, roles held here end, returning gives the same persona back."""
    moment = now()
    Membership.objects.filter(person=by, group=group, left_at=None).update(left_at=moment)
    GroupRole.objects.filter(person=by, group=group, ended_at=None).update(
        ended_at=moment, ended_by=by
    )
    Persona.objects.filter(membership__person=by, group=group).update(badge="")
    live.rights_changed(by.pk)


def accept_rules(*, by: Person, group: Group, rules_version: int) -> None:
    """Accept the house rules as they stand. Raises Refused when they changed again meanwhile."""
    if rules_version != group.rules_version:
        raise Refused(_("The house rules changed while you were reading. Please read them again."))
    Membership.objects.filter(person=by, group=group, left_at=None).update(
        rules_version=rules_version, rules_accepted_at=now()
    )
