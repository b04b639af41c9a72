"""Where a person can be reached by e-mail."""

from django.db.models import Exists, OuterRef, QuerySet

from damayan.foundation.crypto import CannotOpen
from damayan.people.keys import open_for
from damayan.people.models import Consent, Contact, Person


def usable_contacts() -> QuerySet[Contact]:
    """Verified addresses of people who still agree to be written to."""
    agreed = Consent.objects.filter(person=OuterRef("person"), purpose="email", withdrawn_at=None)
    return Contact.objects.filter(Exists(agreed), verified_at__isnull=False)


def address_of(person: Person) -> str | None:
    """The address to write to; None when there is none, or it cannot be opened any more."""
    contact = usable_contacts().filter(person=person).first()
    if contact is None:
        return None
    try:
        return open_for(person, bytes(contact.email_sealed), "contact").decode()
    except CannotOpen:
        return None
