import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.people.models import FIRST_COORDINATOR, OneTimeLink, Person, Role, RoleGrant, hashed
from damayan.people.queries import there_is_a_coordinator

LINK_LIFE = timedelta(hours=48)


@transaction.atomic
def open_first_coordinator_link() -> str:
    """A path that makes whoever opens it first, signed in, the first coordinator.

    Works once and for 48 hours; an older link stops working. Only its hash is kept. Raises Refused
    when the installation already has a coordinator.
    """
    if there_is_a_coordinator():
        raise Refused(_("This installation already has a coordinator."))
    OneTimeLink.objects.filter(purpose=FIRST_COORDINATOR, used_at=None).delete()
    token = secrets.token_urlsafe(24)
    OneTimeLink.objects.create(
        token_hash=hashed(token), purpose=FIRST_COORDINATOR, expires_at=now() + LINK_LIFE
    )
    return reverse("people:first_coordinator", args=[token])


@transaction.atomic
def use_first_coordinator_link(*, by: Person, token: str) -> None:
    """Make ``by`` the first coordinator. Raises Refused for a used, old or unknown link."""
    usable = OneTimeLink.objects.usable(FIRST_COORDINATOR, token)
    if not usable.update(used_at=now()) or there_is_a_coordinator():
        raise Refused(_("This link has been used or is too old."))
    RoleGrant.objects.create(person=by, role=Role.COORDINATOR)
    vars(by).pop("_roles", None)
