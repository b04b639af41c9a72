"""The e-mail itself: it says that something waits, and nothing of what, where or from whom."""

import hashlib
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from damayan.notices.unsubscribing import token_for
from damayan.people.models import Person


def _absolute(path: str) -> str:
    return f"{settings.ADDRESS}{path}"


def message_id(cause: str) -> str:
    """The same id for the same cause, so that a mail sent twice after a crash can be told."""
    digest = hashlib.blake2b(
        cause.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16
    ).hexdigest()
    return f"<{digest}@{urlsplit(settings.ADDRESS).hostname}>"


def letter(
    *, person: Person, address: str, cause: str, daily: bool, moment: datetime
) -> EmailMultiAlternatives:
    """The mail to one verified ``address`` in the person's language; ``cause`` names it for ever.

    Unsubscribing in one click follows RFC 8058; Auto-Submitted follows RFC 3834.
    """
    stop = _absolute(reverse("notices:unsubscribe", args=[token_for(person)]))
    with translation.override(person.language):
        words = _words(daily=daily, inbox=_absolute(reverse("notices:inbox")), stop=stop)
        html = render_to_string("notices/letter.html", words)
    mail = EmailMultiAlternatives(
        subject=words["subject"],
        body="\n\n".join(words[part] for part in ("hello", "what", "inbox", "why", "how", "stop")),
        to=[address],
        headers={
            "Message-ID": message_id(cause),
            "Date": format_datetime(moment),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _words(*, daily: bool, inbox: str, stop: str) -> dict[str, str]:
    return {
        "subject": _("You have a message waiting"),
        "hello": _("Hello."),
        "what": _("You have a message waiting. You can read it here after you sign in:"),
        "why": _("You asked us to write to you once a day when something waits.")
        if daily
        else _("You asked us to write to you at once when something waits."),
        "how": _("To get no more e-mail from us, open this and say so:"),
        "inbox": inbox,
        "stop": stop,
    }
