"""All addresses of the product, and what it takes to walk over them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from allauth.account.internal.flows import login as allauths
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from damayan.foundation.clock import now
from damayan.people.models import Person
from tests.cast import ROLES

EVERYBODY = frozenset({"visitor", *ROLES})
SIGNED_IN = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
COORDINATOR = frozenset({"coordinator"})
GUIDES = frozenset({"guide", "coordinator"})
# In a group for members: who reads, who writes. ``blocked`` and the author are gone for each other.
READERS = frozenset(
    {"author", "member", "blocked", "supporter", "professional", "guide", "coordinator"}
)
WRITERS = READERS - {"coordinator"}
AUTHOR = frozenset({"author"})

# Tables that reading may write: the reader's own session, limits that are counted, and what the
# reader has now seen.
OF_THE_VISIT = frozenset({"django_session", "foundation_cache"})
OF_READING = OF_THE_VISIT | {"stories_mark", "notices_notice", "people_person"}

OF_DRAFTS = frozenset({"people_personalkey", "stories_draft"})
# Enough of them where a method does not exist at all.
A_FEW = frozenset({"visitor", "author", "coordinator"})


@dataclass(frozen=True)
class Rule:
    """Who may get and who may post an address; None: that method does not exist there.

    ``sent`` is a good form. For ``post`` it does what it says, and ``changes`` tells whether that
    leaves a trace in the data; ``told_no`` are answered in words and nothing changes; everybody
    else finds a closed door. ``keeps_words``: who is refused finds what they typed as a draft.
    """

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    told_no: frozenset[str] = NOBODY
    args: Callable[[Any], dict[str, Any]] = field(default=lambda _world: {})
    sent: Callable[[Any], dict[str, Any]] = field(default=lambda _world: {})
    changes: bool = True
    keeps_words: bool = False


def addresses() -> Iterator[str]:
    """The full name of every URL pattern."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: Any, space: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner)


def path_of(name: str, rule: Rule, world: Any) -> str:
    return reverse(name, kwargs=rule.args(world))


def session_of(person: Person) -> str:
    """A session of somebody who has just proved who they are; nothing asks them again."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    proven = {"method": "password", "reauthenticated": True, "at": now().timestamp()}
    session[allauths.AUTHENTICATION_METHODS_SESSION_KEY] = [proven]
    session[allauths._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.create()
    return session.session_key


def client_with(session_key: str | None, **options: Any) -> Client:
    client = Client(**options)
    if session_key:
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session_key})
    return client


def is_shut(response: Any) -> bool:
    """Nothing is there for them: not found, or they have to sign in, prove it or join first."""
    if response.status_code in {401, 403, 404, 405}:
        return True
    return response.status_code == 302 and leads_to_a_door(response["Location"])


def leads_to_a_door(location: str) -> bool:
    """Not the page that was asked for, but one from which one comes back to it."""
    path, _mark, query = location.partition("?")
    if path.startswith("/groups/") and path.endswith(("/about/", "/join/")):
        return True
    return path in {"/account/login/", "/account/again/", "/join/"} and "next=" in query


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written() -> dict[str, int]:
    """Rows written so far in this transaction, {table: how many}; also by functions of PostgreSQL.

    What was taken back by a savepoint counts too: an attempt is a change that nearly happened.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def changes_since(before: dict[str, int]) -> set[str]:
    """Tables that were written since ``before`` was counted."""
    after = written()
    return {table for table in after if after[table] != before.get(table, 0)}
