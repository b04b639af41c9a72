"""Who may do what with accounts and roles, and why not."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Role

USERNAME_SHAPE = re.compile(r"[\w.@+-]{3,40}")


def may_join(*, username: str, age_confirmed: bool) -> Verdict:
    """Whether an account may be made with this sign-in name."""
    if not age_confirmed:
        return no(
            _("This place is for people who are %(age)s or older.") % {"age": settings.MINIMUM_AGE}
        )
    if not USERNAME_SHAPE.fullmatch(username):
        return no(
            _("Use 3 to 40 letters, numbers or these signs: - _ . + @ for your sign-in name.")
        )
    return YES


def may_manage_roles(roles: frozenset[str]) -> Verdict:
    """Roles are granted and ended by coordinators of the installation."""
    if Role.COORDINATOR in roles:
        return YES
    return no(_("Only a coordinator can do this."))


def may_end_role(*, role: str, others_hold_it: bool) -> Verdict:
    """The last coordinator stays, or nobody could ever appoint another."""
    if role == Role.COORDINATOR and not others_hold_it:
        return no(_("This is the only coordinator. Make somebody else a coordinator first."))
    return YES
