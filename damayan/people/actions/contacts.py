from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.ids import new_key
from damayan.foundation.verdict import Refused
from damayan.people import keys
from damayan.people.actions.consents import give_consent, withdraw_consent
from damayan.people.letters import verification_letter
from damayan.people.models import Contact, Person
from damayan.people.purposes import PURPOSES

_SALT = "people.contact"
LINK_DAYS = 3


@transaction.atomic
def set_contact(*, by: Person, email: str) -> Contact:
    """Keep an address, sealed, and let a job mail the link that verifies it.

    The same address again sends another link; another one starts unverified.
    """
    contact, _made = Contact.objects.update_or_create(
        person=by,
        defaults={
            "email_sealed": keys.seal_for(by, email.encode(), "contact"),
            "key": new_key(),
            "verified_at": None,
        },
    )
    give_consent(by=by, purpose="email", version=PURPOSES["email"].version)
    app.configure_task("people.send_verification", allow_unknown=True).defer(
        contact_key=contact.key
    )
    return contact


def send_verification(contact_key: str) -> None:
    """Mail the link; nothing happens when the address was changed or removed meanwhile."""
    contact = Contact.objects.filter(key=contact_key, verified_at=None).first()
    if contact is None:
        return
    try:
        address = keys.open_for(contact.person, bytes(contact.email_sealed), "contact").decode()
    except CannotOpen:
        return
    token = signing.dumps(contact.key, salt=_SALT)
    verification_letter(contact.person, address, token, LINK_DAYS).send()


def verify_contact(*, token: str) -> None:
    """Mark the address as verified, whoever opens its letter. Raises Refused for an old link."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=LINK_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        raise Refused(_("This link is too old or incomplete.")) from None
    if not Contact.objects.filter(key=key).update(verified_at=now()):
        raise Refused(_("This link belongs to an address that was changed or removed."))


@transaction.atomic
def remove_contact(*, by: Person) -> None:
    """Forget the address, and the agreement to write to it."""
    Contact.objects.filter(person=by).delete()
    withdraw_consent(by=by, purpose="email")
