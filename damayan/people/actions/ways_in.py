from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from damayan.foundation.verdict import Refused, require
from damayan.people import codes, rules, sessions
from damayan.people.models import Person


def make_recovery_codes(*, by: Person) -> None:
    """New recovery codes; the old ones stop working."""
    codes.renew(by)


@transaction.atomic
def recover(*, username: str, code: str, passphrase: str) -> Person:
    """Set a new passphrase with a recovery code, and sign out everywhere.

    Raises Refused for a wrong name or code, in the same words and time for both, and
    ValidationError for a passphrase that is too easy; the code is then still good.
    """
    validate_password(passphrase)
    person = codes.spend(username, code)
    if person is None:
        raise Refused(_("This sign-in name and code do not belong together, or the code was used."))
    change_passphrase(by=person, passphrase=passphrase)
    sessions.end(person)
    return person


def change_passphrase(*, by: Person, passphrase: str) -> None:
    """Set a passphrase, which ends other sessions. Raises ValidationError when too easy."""
    validate_password(passphrase, by)
    by.set_password(passphrase)
    by.save(update_fields=["password"])


def change_sign_in_name(*, by: Person, username: str) -> None:
    """Raises Refused for a name of wrong shape or one that is taken."""
    username = username.lower()
    require(rules.may_be_called(username))
    try:
        with transaction.atomic():
            Person.objects.filter(pk=by.pk).update(username=username)
    except IntegrityError:
        raise Refused(_("This sign-in name is taken. Please choose another.")) from None
    by.username = username


@transaction.atomic
def remove_way_in(*, by: Person, pk: int) -> None:
    """Remove one passkey or the authenticator app. Raises Refused for the last way in.

    Recovery codes stay: unlike in allauth, they open the account of somebody with a passphrase too.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    mine = Authenticator.objects.filter(user=by).exclude(type=Authenticator.Type.RECOVERY_CODES)
    doors = by.has_usable_password() + (
        mine.filter(type=Authenticator.Type.WEBAUTHN).exclude(pk=pk).count()
    )
    require(rules.may_remove_way_in(doors_left=doors))
    mine.filter(pk=pk).delete()


def end_sessions(*, by: Person, but: str = "", only: int | None = None) -> int:
    """Sign ``by`` out everywhere, everywhere ``but`` here, or in ``only`` one place."""
    return sessions.end(by, but=but, only=only)
