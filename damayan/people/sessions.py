"""Where a person is signed in: since when and with what kind of browser, and nothing else."""

import re
from functools import lru_cache
from typing import cast

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.people.models import Person

NOWHERE = "::"
# The first that fits: most browsers call themselves by several names.
_BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    (r"OPR/|Opera", "Opera"),
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    (r"iPhone|iPad|iPod", "iOS"),
    ("Windows", "Windows"),
    (r"Mac OS|Macintosh", "Mac"),
    (r"CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@lru_cache(maxsize=1024)
def browser(user_agent: str) -> str:
    """Family and system, such as "Chrome, Android": too coarse to tell two people apart."""
    family = next((name for mark, name in _BROWSERS if re.search(mark, user_agent)), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, user_agent)), "")
    return ", ".join(filter(None, (family, system)))


def remember(request: HttpRequest, person: Person) -> None:
    """Note that this session is the person's, for their list of sessions."""
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": person,
            "ip": NOWHERE,
            # Already coarse: see ForgetfulMiddleware.
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:60],
        },
    )


def of(person: Person) -> QuerySet[UserSession]:
    """The person's living sessions, the newest first."""
    alive = Session.objects.filter(expire_date__gt=now()).values("session_key")
    found = UserSession.objects.filter(user=person, session_key__in=alive)
    return cast("QuerySet[UserSession]", found.order_by("-created_at"))


def end(person: Person, *, but: str = "", only: int | None = None) -> int:
    """Sign the person out: everywhere, everywhere ``but`` one session key, or in ``only`` one row.

    Answers how many sessions ended.
    """
    rows = UserSession.objects.filter(user=person).exclude(session_key=but)
    if only is not None:
        rows = rows.filter(pk=only)
    ending = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=ending).delete()
    rows.filter(session_key__in=ending).delete()
    live.rights_changed(person.pk)
    return len(ending)


def wipe(person: Person) -> None:
    """Delete every session that names the person, half-finished sign-ins too.

    Reads all sessions, since what is inside them is not indexed: only for erasure.
    """
    name = str(person.pk)
    naming = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=2000)
        if _names(session.get_decoded(), name)
    ]
    Session.objects.filter(session_key__in=naming).delete()
    UserSession.objects.filter(user=person).delete()


def _names(data: dict[str, object], name: str) -> bool:
    marks = ("_auth_user_id", "account_authentication_methods_user")
    if any(str(data.get(mark, "")) == name for mark in marks):
        return True
    closed = data.get("closed_account")
    if isinstance(closed, dict) and closed.get("person") == name:
        return True
    return name in str(data.get("account_login", ""))
