"""Recovery codes: eight, of twelve digits each (39 bits), kept sealed by allauth."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.db import transaction
from django.db.models import Q

from damayan.people.models import Person

_TYPE = Authenticator.Type.RECOVERY_CODES
# Whose account was closed must still be able to read why.
_may_come = Q(user__is_active=True) | Q(user__removed_at__isnull=False)


@transaction.atomic
def renew(person: Person) -> None:
    """Make new codes; the old ones stop working."""
    Person.objects.select_for_update().get(pk=person.pk)
    Authenticator.objects.filter(user=person, type=_TYPE).delete()
    RecoveryCodes.activate(person)


def unused(person: Person) -> list[str]:
    """The codes that still work, in groups of four digits; empty when there are none."""
    kept = Authenticator.objects.filter(user=person, type=_TYPE).first()
    codes = RecoveryCodes(kept).get_unused_codes() if kept else []
    return [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]


def spend(username: str, code: str) -> Person | None:
    """Whose ``code`` this is, which is thereby used up; None for a wrong name or code.

    An unknown name costs the same work as a known one. To be called inside a transaction.
    """
    kept = (
        Authenticator.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(_may_come, user__username=username.lower(), type=_TYPE)
        .first()
    )
    found = RecoveryCodes(kept or _decoy()).validate_code(code)
    if kept is None:
        Authenticator.objects.select_for_update().filter(pk=0).first()
        return None
    return kept.user if found else None  # type: ignore[return-value]


def _decoy() -> Authenticator:
    seed = encrypt(RecoveryCodes.generate_seed())
    return Authenticator(type=_TYPE, data={"seed": seed, "used_mask": 0})
