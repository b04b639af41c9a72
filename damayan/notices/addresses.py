"""Where a person can be reached by e-mail."""

from damayan.foundation.crypto import CannotOpen
from damayan.people.keys import open_for
from damayan.people.models import Contact, Person


def address_of(person: Person) -> str | None:
    """The verified address; None when there is none, or it cannot be opened any more."""
    contact = Contact.objects.filter(person=person, verified_at__isnull=False).first()
    if contact is None:
        return None
    try:
        return open_for(person, bytes(contact.email_sealed), "contact").decode()
    except CannotOpen:
        return None
