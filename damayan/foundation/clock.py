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


def clock_words(moment: datetime) -> str:
    """The local time of day as it is said: "8 in the morning", "6:30 in the evening", "noon"."""
    local = timezone.localtime(moment)
    if _has_a_name(local):
        return _("noon") if local.hour else _("midnight")
    return _part_of_day(local.hour) % {"time": _on_the_clock(local)}


def hours_words(start: datetime, end: datetime) -> str:
    """A stretch of a day: "from 8 to 10 in the evening", "from 10 at night to midnight"."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    said = clock_words(start)
    same = _part_of_day(first.hour) == _part_of_day(last.hour) and start < end
    if same and not _has_a_name(first) and not _has_a_name(last):
        said = _on_the_clock(first)
    return _("from %(start)s to %(end)s") % {"start": said, "end": clock_words(end)}


def _has_a_name(local: datetime) -> bool:
    return local.minute == 0 and local.hour in (0, 12)


def _on_the_clock(local: datetime) -> str:
    hour = local.hour % 12 or 12
    return f"{hour}:{local.minute:02}" if local.minute else str(hour)


def _part_of_day(hour: int) -> str:
    if hour < 5:
        return _("%(time)s in the early morning")
    if hour < 12:
        return _("%(time)s in the morning")
    if hour < 18:
        return _("%(time)s in the afternoon")
    return _("%(time)s in the evening") if hour < 22 else _("%(time)s at night")


def day_words(moment: datetime, at: datetime) -> str:
    """The local day, seen from ``at``: "today", "tomorrow", then "Tuesday, 24 November"."""
    day = timezone.localdate(moment)
    ahead = (day - timezone.localdate(at)).days
    if ahead in (0, 1):
        return _("tomorrow") if ahead else _("today")
    return date_format(day, "l, j F")


def coming(moment: datetime, at: datetime) -> str:
    """A moment ahead of ``at``, as it is said: "tomorrow, 8 in the morning"."""
    return _("%(day)s, %(time)s") % {"day": day_words(moment, at), "time": clock_words(moment)}


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
