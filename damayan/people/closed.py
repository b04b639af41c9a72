"""Somebody proved that a closed account is theirs: they come no further, but may read why.

Kept in the session for an hour. It signs nobody in.
"""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from damayan.foundation.clock import now
from damayan.people import codes
from damayan.people.models import Person

NAME = "closed_account"
_HOUR = 60 * 60
_TOTP = Authenticator.Type.TOTP


def did_all(request: HttpRequest, person: Person) -> bool:
    """Whether who just gave the passphrase, passkey or recovery code owes no second step."""
    records = get_authentication_records(request, person)
    by_device = any(one.get("method") == "mfa" for one in records)
    return by_device or not is_mfa_enabled(person, [_TOTP])


def remember(request: HttpRequest, person: Person, *, is_whole: bool) -> None:
    """Let who proved that the account is theirs read why it was closed, once they did all."""
    kept = {"person": str(person.pk), "at": now().timestamp(), "whole": is_whole}
    request.session[NAME] = kept


def known(request: HttpRequest) -> tuple[Person, bool] | None:
    """Whose closed account it is, and whether the second step, if any, is done; one query."""
    kept = request.session.get(NAME)
    if not kept or now().timestamp() - kept["at"] > _HOUR:
        return None
    person = Person.objects.filter(pk=kept["person"], removed_at__isnull=False).first()
    return (person, kept["whole"]) if person else None


def proven(request: HttpRequest) -> Person | None:
    """The person of a closed account, when they proved all that signing in would ask."""
    found = known(request)
    return found[0] if found and found[1] else None


def prove(request: HttpRequest, person: Person, code: str) -> bool:
    """The second step: the app's number, or a recovery code, which is then used up."""
    kept = Authenticator.objects.filter(user=person, type=_TOTP).first()
    right = kept is None or bool(kept.wrap().validate_code(code.replace(" ", "")))
    if right or codes.spend(person.username, code) is not None:
        request.session[NAME] = {**request.session[NAME], "whole": True}
        return True
    return False
