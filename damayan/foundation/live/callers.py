"""Who is at the other end: from the session cookie, once; and whether they are still signed in."""

from collections.abc import Collection
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.http import HttpRequest, parse_cookie

from damayan.foundation.clock import now


class Caller(NamedTuple):
    """A person in one session; ``proof`` changes with the passphrase."""

    person_id: int
    session_key: str
    proof: str


def caller(cookie: str) -> Caller | None:
    """Who holds this Cookie header; None for a visitor. Two queries."""
    key = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request = HttpRequest()
    request.session = _store()(key)
    person: Any = get_user(request)
    if not person.is_authenticated:
        return None
    return Caller(person.pk, key, person.get_session_auth_hash())


def still_here(callers: Collection[Caller]) -> set[Caller]:
    """Those of ``callers`` whose session and account still stand. Two queries for all."""
    sessions = _store().get_model_class().objects.filter(expire_date__gt=now())
    keys = {caller.session_key for caller in callers}
    alive = set(sessions.filter(pk__in=keys).values_list("pk", flat=True))
    people = get_user_model()._default_manager.filter(
        pk__in={caller.person_id for caller in callers}, is_active=True
    )
    proofs = {person.pk: person.get_session_auth_hash() for person in people.only("password")}
    return {c for c in callers if c.session_key in alive and proofs.get(c.person_id) == c.proof}


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
