"""What a person may choose about notices, and when a daily mail goes out."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from damayan.notices.models import Frequency, Kind
from damayan.people.models import Person

DIGEST_HOUR = 18

# Decisions about a person's words or account reach them in the inbox whatever they chose.
ALWAYS_TOLD = frozenset({Kind.GUIDE, Kind.ACCOUNT, Kind.ALERT})

# Kinds that only some people ever hear of, with the question who they are.
_only_for: dict[str, Callable[[Person], bool]] = {}

# The one question asked per kind, as (slug, words, inbox, email): the e-mail says nothing but
# "look in your answers", so there is no e-mail without the inbox.
WAYS = (
    ("nowhere", _("Not at all"), False, Frequency.NEVER),
    ("inbox", _("In Answers only"), True, Frequency.NEVER),
    ("daily", _("In Answers, and an e-mail once a day"), True, Frequency.DAILY),
    ("now", _("In Answers, and an e-mail at once"), True, Frequency.NOW),
)


def only_for(kind: Kind, whom: Callable[[Person], bool]) -> None:
    """Offer a choice about ``kind`` only to those of whom ``whom`` says so."""
    _only_for[kind] = whom


def may_hear_of(person: Person, kind: Kind) -> bool:
    """Is this a kind that the person could ever hear of?"""
    return kind not in _only_for or _only_for[kind](person)


def may_be_silent(kind: str) -> bool:
    """May a person hear nothing at all of this kind?"""
    return kind not in ALWAYS_TOLD


def way_of(*, inbox: bool, email: str) -> str:
    """The slug of the way that a stored choice means."""
    if not inbox:
        return "nowhere"
    return {Frequency.DAILY: "daily", Frequency.NOW: "now"}.get(Frequency(email), "inbox")


def mail_is_set_up() -> bool:
    """Does this installation know a mail server?"""
    return bool(settings.EMAIL_HOST)


def due(frequency: str, moment: datetime) -> datetime:
    """When the e-mail goes out: at ``moment``, or at the next local DIGEST_HOUR."""
    if frequency != Frequency.DAILY:
        return moment
    local = timezone.localtime(moment)
    evening = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return evening if local < evening else evening + timedelta(days=1)
