"""The reader's own time zone, for times that two people keep; Filipinos live everywhere."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.formats import date_format

_NAME = "zone"


def names() -> list[str]:
    """All zones, as "Asia/Manila"; odd and old names left out."""
    return sorted(name for name in available_timezones() if "/" in name and name[0].isupper()
                  and not name.startswith(("Etc/", "SystemV/", "US/")))  # fmt: skip


def choose(session: SessionBase, name: str) -> bool:
    """Remember a zone for this session; False for one that is not."""
    if name not in available_timezones():
        return False
    session[_NAME] = name
    return True


def zone_of(session: SessionBase) -> tzinfo:
    """What the reader chose, else the installation's."""
    chosen = session.get(_NAME, "")
    return ZoneInfo(chosen) if chosen in available_timezones() else timezone.get_default_timezone()


def said(moment: datetime, zone: tzinfo) -> str:
    """Such as "Tuesday 24 November, 18:30 (Asia/Manila)"."""
    there = moment.astimezone(zone)
    return f"{date_format(there, 'l j F, H:i')} ({zone})"
