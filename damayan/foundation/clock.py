"""Time as people say it."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


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
    if gone < timedelta(hours=1):
        minutes = int(gone.total_seconds() // 60)
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if gone < timedelta(days=1):
        hours = int(gone.total_seconds() // 3600)
        return ngettext("an hour ago", "%(n)s hours ago", hours) % {"n": hours}
    if gone < timedelta(days=8):
        return ngettext("yesterday", "%(n)s days ago", gone.days) % {"n": gone.days}
    return on_day(moment)


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
