"""The link in an e-mail that stops all e-mail to one person, without signing in.

The token is the person's id sealed with the installation's key: nobody can make one or read whose
it is. It does not expire, because a link to stop must work in the oldest mail.
"""

import base64
import binascii

from damayan.foundation import crypto
from damayan.people.models import Person

_CONTEXT = "notices.unsubscribe"


def token_for(person: Person) -> str:
    """An unguessable, URL-safe token of about 70 characters."""
    sealed = crypto.seal(crypto.installation_key(), str(person.pk).encode(), _CONTEXT)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def person_of(token: str) -> Person | None:
    """Whom a token speaks for; None for anything that we did not make."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        found = crypto.open_sealed(crypto.installation_key(), sealed, _CONTEXT)
    except (binascii.Error, ValueError, crypto.CannotOpen):
        return None
    return Person.objects.filter(pk=int(found)).first()
