"""Who may do what with accounts and roles, and why not."""

import re
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from damayan.foundation.clock import on_day
from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Person, Role
from damayan.people.purposes import PURPOSES

# For so long, and for so many posts in each group, a guide reads first what somebody writes who
# joins where a closed account was used.
PROBATION = timedelta(days=30)
PROBATION_POSTS = 3
USERNAME_SHAPE = re.compile(r"[a-z0-9_.@+-]{3,40}")


def may_join(*, username: str, age_confirmed: bool) -> Verdict:
    """Whether an account may be made with this sign-in name."""
    if not age_confirmed:
        return no(
            _("This place is for people who are %(age)s or older.") % {"age": settings.MINIMUM_AGE}
        )
    return may_be_called(username)


def may_be_called(username: str) -> Verdict:
    """Whether this has the shape of a sign-in name."""
    if USERNAME_SHAPE.fullmatch(username):
        return YES
    return no(_("Use 3 to 40 letters from a to z, numbers, or these signs: - _ . + @"))


def may_speak(person: Person) -> Verdict:
    """Whether they may write anywhere at all; asks nothing of the database."""
    if not person.is_paused or person.paused_until is None:
        return YES
    return no(
        _(
            "A guide has paused your writing everywhere, until %(day)s. You can read on. "
            "In My room you find why, and how to have it looked at again."
        )
        % {"day": on_day(person.paused_until)}
    )


def may_consent(purpose: str) -> Verdict:
    """Nobody agrees to what nobody asks for."""
    return YES if purpose in PURPOSES else no(_("We do not ask for this."))


def may_withdraw(purpose: str) -> Verdict:
    """What an account cannot be without ends with the account."""
    if purpose in PURPOSES and PURPOSES[purpose].needed:
        return no(_("Without this there is no account. To take it back, erase your account."))
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


def may_remove_way_in(*, doors_left: int) -> Verdict:
    """A passphrase or at least one passkey must stay."""
    if doors_left:
        return YES
    return no(_("This is your only way in. Set a passphrase or add another passkey first."))
