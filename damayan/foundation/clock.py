"""Time as people say it."""

from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def now() -> datetime:
    """The present moment, timezone-aware (UTC)."""
    return timezone.now()


def on_day(moment: datetime) -> str:
    """The local calendar day in words, such as "14 November 2026"."""
    return date_format(timezone.localtime(moment), "j F Y")


def ago(moment: datetime | None) -> str:
    """How long ago, coarsely, in words; older than a week gives the day. ``None`` gives ""."""
    if moment is None:
        return ""
    gone = now() - moment
    if gone < timedelta(minutes=2):
        return _("just now")
    language = get_language() or ""
    if gone < timedelta(hours=1):
        return _minutes_ago(language, gone.seconds // 60)
    if gone < timedelta(days=1):
        return _hours_ago(language, gone.seconds // 3600)
    if gone < timedelta(days=8):
        return _days_ago(language, gone.days)
    return on_day(moment)


# A page says two dozen times; there are few of them, so each is put into words once a language.
@lru_cache(maxsize=256)
def _minutes_ago(language: str, minutes: int) -> str:
    return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}


@lru_cache(maxsize=128)
def _hours_ago(language: str, hours: int) -> str:
    return ngettext("an hour ago", "%(n)s hours ago", hours) % {"n": hours}


@lru_cache(maxsize=32)
def _days_ago(language: str, days: int) -> str:
    return ngettext("yesterday", "%(n)s days ago", days) % {"n": days}


def span(minutes: float) -> str:
    """A length of time in rounded words: "a few minutes", "about an hour", "about 3 hours"."""
    if minutes < 10:
        return _("a few minutes")
    if minutes < 50:
        tens = int(round(minutes / 10) * 10)
        return _("about %(n)s minutes") % {"n": tens}
    hours = max(1, round(minutes / 60))
    if hours < 36:
        return ngettext("about an hour", "about %(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("about a day", "about %(n)s days", days) % {"n": days}
