"""Making it harder to come back after an account was closed, without knowing who anybody is.

Nothing is kept about people in good standing. When an account is closed, hashes of its sessions
are kept for REMEMBERED; the browser that still brings such a session, or from which somebody signs
in to the closed account, gets a signed cookie that says when and nothing else. Its network, as the
day's pseudonym, is remembered until that day is over. Neither leads back to an account, and
neither shuts anybody out: see docs/decisions/0013-returning-after-removal.md.
"""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from damayan.foundation.clock import now
from damayan.foundation.crypto import installation_key
from damayan.people.models import ClosedSession, Person

COOKIE = "since"
REMEMBERED = timedelta(days=30)
_A_DAY = 24 * 60 * 60


def remember_sessions(person: Person) -> None:
    """Keep hashes of all sessions of an account that is about to be closed."""
    keys = UserSession.objects.filter(user=person).values_list("session_key", flat=True)
    until = now() + REMEMBERED
    rows = [ClosedSession(hash=_hash(key), until=until) for key in keys]
    ClosedSession.objects.bulk_create(rows, ignore_conflicts=True)


def was_closed(session_key: str) -> bool:
    """Whether a session ended with its account, lately; one query."""
    kept = ClosedSession.objects.filter(hash=_hash(session_key), until__gt=now())
    return bool(session_key) and kept.exists()


def mark(request: HttpRequest, response: HttpResponse) -> None:
    """Know this browser again for REMEMBERED, and its network until the day is over."""
    cache.set(_network(request), 1, _left_of_the_day())
    response.set_cookie(
        COOKIE,
        _signer().sign(""),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_marked(request: HttpRequest) -> bool:
    """Whether a closed account was used in this browser lately. No query."""
    try:
        _signer().unsign(request.COOKIES.get(COOKIE, ""), max_age=REMEMBERED)
    except signing.BadSignature:
        return False
    return True


def is_near(request: HttpRequest) -> bool:
    """Whether this browser, or today somebody else in its network, used a closed account."""
    return is_marked(request) or bool(cache.get(_network(request)))


def forget() -> None:
    """Let go of hashes whose time is over."""
    ClosedSession.objects.filter(until__lte=now()).delete()


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="people.returning")


def _hash(session_key: str) -> str:
    secret = installation_key()
    return salted_hmac("people.closed", session_key, secret=secret, algorithm="sha256").hexdigest()


def _network(request: HttpRequest) -> str:
    """By the pseudonym of the day: see ForgetfulMiddleware."""
    return f"near:{request.META.get('REMOTE_ADDR', '')}"


def _left_of_the_day() -> int:
    moment = now()
    gone = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return _A_DAY - int(gone.total_seconds())
