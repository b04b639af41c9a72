"""Django's sessions in the database, their query compiled once: it is part of every request."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from damayan.foundation.clock import now
from damayan.foundation.prepared import Prepared, Slots


def _session(slots: Slots) -> "QuerySet[Any, Any]":
    return Session.objects.filter(
        session_key=slots.text("key"), expire_date__gt=slots.moment("now")
    ).values_list("session_key", "session_data", "expire_date")


_SESSION = Prepared(_session)


class SessionStore(db.SessionStore):
    """As Django's own in everything but how a session is read."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        row = None if "\0" in key else _SESSION.row(key=key, now=now())
        if row is None:
            self._session_key = None
            return None
        return Session.from_db("default", ["session_key", "session_data", "expire_date"], row)
