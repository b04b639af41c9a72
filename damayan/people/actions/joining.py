from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people import rules
from damayan.people.actions.consents import give_consent
from damayan.people.models import Person, hashed

# A phone repeats a form within minutes; later, the form must not be a key to the account.
_REPEATS = timedelta(hours=1)


def join(
    *,
    username: str,
    passphrase: str | None,
    language: str,
    first_name: str,
    first_seed: int | None,
    age_confirmed: bool,
    form_key: str = "",
    on_probation: bool = False,
) -> Person:
    """Make an account and record the consent to the house's terms.

    ``passphrase`` None makes an account that signs in by passkey only. ``form_key`` names one
    filled-in form: the same form sent twice answers the same person. ``on_probation``: their first
    words wait for a guide for PROBATION. Raises Refused when the rule says no or the name is
    taken, and ValidationError for a passphrase that is too easy to guess.
    """
    username = username.strip().lower()
    require(rules.may_join(username=username, age_confirmed=age_confirmed))
    person = Person(
        username=username,
        language=language,
        first_name=first_name,
        first_seed=first_seed,
        age_confirmed_at=now(),
        join_key=hashed(form_key) if form_key else None,
        probation_until=now() + rules.PROBATION if on_probation else None,
    )
    return _already_joined(person, passphrase) or _make(person, passphrase)


def _make(person: Person, passphrase: str | None) -> Person:
    if passphrase is not None:
        validate_password(passphrase, person)
    person.set_password(passphrase)
    try:
        _keep(person)
    except IntegrityError:
        if again := _already_joined(person, passphrase):
            return again
        raise Refused(_("This sign-in name is taken. Please choose another.")) from None
    return person


@transaction.atomic
def _keep(person: Person) -> None:
    person.save(force_insert=True)
    give_consent(by=person, purpose="house", version=settings.CONSENT_VERSION)


def _already_joined(person: Person, passphrase: str | None) -> Person | None:
    """Who joined with this very form within the last hour, and knows its passphrase."""
    if person.join_key is None:
        return None
    found = Person.objects.filter(join_key=person.join_key, joined_at__gt=now() - _REPEATS).first()
    if found is None or found.has_usable_password() != (passphrase is not None):
        return None
    return found if passphrase is None or found.check_password(passphrase) else None
