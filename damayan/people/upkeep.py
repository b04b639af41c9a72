"""Rows that nobody needs any more."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from damayan.foundation.clock import now
from damayan.people.models import OneTimeLink

_LINKS_KEPT = timedelta(days=30)


def forget_dead_sessions() -> None:
    """Entries of the lists of sessions whose session is over."""
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()


def forget_old_links() -> None:
    """One-time links a month past their end."""
    OneTimeLink.objects.filter(expires_at__lt=now() - _LINKS_KEPT).delete()


def forget_counts() -> None:
    """Counts whose window is over, with their pseudonyms: the cache would keep them until asked."""
    named: Any = settings.CACHES["default"]
    table = connection.ops.quote_name(named["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now()])  # noqa: S608 - our own
