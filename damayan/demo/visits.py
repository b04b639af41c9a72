"""The requests that ``damayan bench`` sends: real sessions, real forms, no shortcut."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from damayan.foundation.ids import new_key
from damayan.people.models import Person
from damayan.stories.models import Story

READERS = 16
WRITERS = 8
STORIES = 60
_CSRF = "a" * 32


@dataclass(frozen=True)
class Case:
    """One line of the table: raw HTTP by (connection, number), and how many queries one takes."""

    name: str
    request: Callable[[int, int], bytes]
    connections: int = READERS
    queries: int | None = None


def a_story() -> str:
    """The path of a story with twenty replies."""
    return f"/stories/{Story.objects.order_by('-id').values_list('key', flat=True)[0]}/"


def cases(port: int) -> list[Case]:
    """Everything that is measured, on the most recent stories and real sessions."""
    stories = [
        f"/stories/{key}/"
        for key in Story.objects.order_by("-id").values_list("key", flat=True)[:STORIES]
    ]
    people = list(Person.objects.filter(username__startswith="bench-").order_by("id")[:400])
    cookies = [session_cookie(person) for person in people]
    reading = cookies[:READERS]

    def get(paths: list[str], jar: list[str]) -> Callable[[int, int], bytes]:
        def request(connection: int, number: int) -> bytes:
            path = paths[(connection * 7 + number) % len(paths)]
            return _get(port, path, jar[connection % len(jar)])

        return request

    group = ["/groups/bench-3/"]
    first = reading[0]
    search = [_search_page(first)]
    return [
        Case("story, visitor", get(stories, [""]), queries=_queries(stories[0], "")),
        Case("story, signed in", get(stories, reading), queries=_queries(stories[0], first)),
        Case("group, visitor", get(group, [""]), queries=_queries(group[0], "")),
        Case("group, signed in", get(group, reading), queries=_queries(group[0], first)),
        Case("front, signed in", get(["/"], reading), queries=_queries("/", first)),
        Case("search, signed in", get(search, [first]), queries=_queries(search[0], first)),
        Case("reply, 8 people", _replying(port, stories, cookies), WRITERS),
    ]


def session_cookie(person: Person) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def _get(port: int, path: str, cookie: str) -> bytes:
    sent = f"Cookie: {cookie}\r\n" if cookie else ""
    return (f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{sent}\r\n").encode()


def _search_page(cookie: str) -> str:
    """Where a search leads; the words themselves are sealed and bound to who asked."""
    client = Client(HTTP_COOKIE=cookie, HTTP_HOST="127.0.0.1")
    return str(client.post("/search/", {"words": "kitchen rain"})["Location"])


def _replying(port: int, stories: list[str], cookies: list[str]) -> Callable[[int, int], bytes]:
    """Each writer is another person at every request, so that no flood limit is met."""

    def request(connection: int, number: int) -> bytes:
        turn = number * WRITERS + connection
        body = (
            f"csrfmiddlewaretoken={_CSRF}&form_key={new_key()}"
            f"&words=I+hear+you.+{secrets.token_hex(8)}%0D%0A%0D%0AWhat+was+it+like+tonight%3F"
        )
        return (
            f"POST {stories[turn % len(stories)]}reply/ HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{port}\r\nCookie: {cookies[turn % len(cookies)]}; "
            f"csrftoken={_CSRF}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    return request


def _queries(path: str, cookie: str) -> int:
    """How many queries the page takes the second time it is seen."""
    client = Client(HTTP_COOKIE=cookie, HTTP_HOST="127.0.0.1")
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
