"""The bridge from the server to the pages: bodies in pieces, odd letters, and nothing left open."""

from damayan.config.pages import LARGEST_BODY, Pages
from tests.aside import finish


class Site:
    """A WSGI application that remembers what it was asked and whether it was closed."""

    def __init__(self, parts=(b"kind ", b"answer")):
        self.parts, self.closed, self.environ, self.body = parts, False, {}, b""

    def __call__(self, environ, start_response):
        self.environ, self.body = environ, environ["wsgi.input"].read()
        start_response(
            "201 Created", [("X-Kind", "é"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        )
        return self

    def __iter__(self):
        return iter(self.parts)

    def close(self):
        self.closed = True


def ask(site, *pieces, query=b"", headers=()):
    waiting = [
        {"type": "http.request", "body": piece, "more_body": n + 1 < len(pieces)}
        for n, piece in enumerate(pieces or (b"",))
    ]
    sent = []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/ñ/",
        "query_string": query,
        "http_version": "1.1",
        "headers": list(headers),
        "client": ("127.0.0.1", 9),
    }
    finish(Pages(site, threads=1)(scope, receive, send))
    return sent


def test_an_answer_comes_whole_and_is_closed():
    site = Site()
    start, body = ask(site, b"one ", b"two")
    assert start["status"] == 201
    assert start["headers"][0] == (b"x-kind", "é".encode("latin1"))
    assert [v for k, v in start["headers"] if k == b"set-cookie"] == [b"a=1", b"b=2"]
    assert body["body"] == b"kind answer"
    assert site.body == b"one two"
    assert site.environ["CONTENT_LENGTH"] == "7"
    assert site.closed


def test_raw_letters_in_a_query_are_no_fault():
    site = Site()
    ask(site, query="q=ñ&x=%20".encode())
    assert site.environ["QUERY_STRING"] == "q=%C3%B1&x=%20"
    assert site.environ["PATH_INFO"].encode("latin1").decode() == "/ñ/"


def test_what_is_far_too_large_never_reaches_the_pages():
    site = Site()
    start, _body = ask(site, b"x" * LARGEST_BODY, b"x")
    assert start["status"] == 413
    assert site.environ == {}
