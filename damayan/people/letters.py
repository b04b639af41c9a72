"""The e-mails of this room; they say nothing of what this place is about."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from damayan.people.models import Person


def verification_letter(person: Person, address: str, token: str, days: int) -> EmailMessage:
    """The link that verifies ``address``, in the person's language."""
    with translation.override(person.language):
        link = settings.ADDRESS + reverse("people:verify_contact", args=[token])
        words = render_to_string("people/verification.txt", {"link": link, "days": days})
        return EmailMessage(subject=_("Please confirm your address"), body=words, to=[address])
