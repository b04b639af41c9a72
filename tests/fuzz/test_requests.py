"""Requests that are broken before any page sees them: bodies, files, cookies, headers, tokens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.access.rules import RULES
from tests.access.test_other_keys import EVERYTHING
from tests.access.walk import OF_THE_VISIT, changes_since, path_of, undone, written
from tests.fuzz.coming import come, posted
from tests.fuzz.hostile import MARKUP, faults_of

pytestmark = pytest.mark.django_db

# One of each kind: Django reads bodies, cookies and headers before any page of ours sees them.
SOME_FORMS = (
    "home:join",
    "account_login",
    "mfa_login_webauthn",
    "notices:unsubscribe",
    "people:preferences",
    "groups:found",
    "moderation:close",
    "safety:report",
    "stories:preview",
    "stories:save_draft",
    "stories:search",
    "stories:write",
)
SOME_PAGES = (
    "home:front",
    "home:join",
    "account_login",
    "groups:list",
    "groups:robots",
    "people:first_coordinator",
    "people:preferences",
    "people:security",
    "safety:help",
    "stories:search",
    "stories:story",
)


BAD_BASE64 = (
    "--x\r\nContent-Disposition: form-data; name=words\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"
)
BODIES = {
    "no body at all": ("", ""),
    "json": ("application/json", '{"words": {"a": "\\ud800"}, "happened": [1]}'),
    "broken json": ("application/json", "{"),
    "text": ("text/plain", "words=x"),
    "xml": ("application/xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    "no boundary": ("multipart/form-data", "--x\r\n\r\nx"),
    "broken multipart": ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-d"),
    "an endless header": ("multipart/form-data; boundary=x", "--x\r\n" + "A" * 9000),
    "bad boundary": ("multipart/form-data; boundary=" + "é" * 300, "x"),
    "base64 that is none": (
        "multipart/form-data; boundary=x",
        BAD_BASE64,
    ),
    "not utf-8": ("application/x-www-form-urlencoded", b"words=\xff\xfe%ff%ED%A0%80&\xc3=1"),
    "another charset": ("application/x-www-form-urlencoded; charset=utf-7", "words=+ADw-b+AD4-"),
    "no such charset": ("application/x-www-form-urlencoded; charset=nope", "words=a"),
    "many fields": ("application/x-www-form-urlencoded", "words=a&" * 10_000),
    "a megabyte": ("application/x-www-form-urlencoded", "words=" + "a" * 1_000_000),
    "very many percents": ("application/x-www-form-urlencoded", "words=" + "%" * 100_000),
}


@pytest.mark.parametrize("kind", BODIES)
def test_hostile_bodies(world, kind):
    content_type, body = BODIES[kind]
    found = []
    for name in SOME_FORMS:
        path = path_of(name, RULES[name], world)
        with undone():
            response = come(world, name).generic("POST", path, body, content_type or "text/plain")
        found += [(name, fault) for fault in faults_of(response)]
    assert found == []


def test_a_file_where_words_are_asked_for(world):
    found = []
    for name in posted():
        files = {
            field: SimpleUploadedFile("../<xss-probe>.html", b"<xss-probe>", "text/html")
            for field in ("words", "happened", "reason", "username", "name_en", "kind")
        }
        with undone():
            response = come(world, name).post(path_of(name, RULES[name], world), files)
        found += [(name, fault) for fault in faults_of(response)]
    assert found == []


COOKIES = (
    "damayan=; csrftoken=; messages=",
    "damayan=../../etc; csrftoken=<xss-probe>; theme=<xss-probe>; large_type=9; django_language=xx",
    "damayan=" + "a" * 3000 + "; messages=W1siX19qc29uX21lc3NhZ2UiLDAsMjUsIng8YiJdXQ:x:y",
    'theme="><xss-probe onprobe=x>; django_language=../../; messages=\x00; damayan=\xff\xfe',
    "=; ;;; damayan; theme=araw; theme=gabi",
)


@pytest.mark.parametrize("cookies", COOKIES)
def test_broken_cookies_are_no_cookies(world, cookies):
    for name in SOME_PAGES:
        with undone():
            response = Client().get(path_of(name, RULES[name], world), HTTP_COOKIE=cookies)
        assert faults_of(response) == [], name


HEADERS = (
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "<xss-probe>"},
    {"HTTP_HOST": "testserver:99999999"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 9000},
    {"HTTP_ACCEPT_LANGUAGE": "fil;q=nan, *;q=99, en-" + "a-" * 400},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=x, \x00"},
    {"HTTP_X_FORWARDED_FOR": "<xss-probe>, 999.1.1.1, ::::"},
    {"REMOTE_ADDR": "not an address"},
    {"HTTP_X_FRAGMENT": MARKUP.replace("\n", "")},
    {"HTTP_REFERER": "javascript:probe"},
    {"HTTP_USER_AGENT": MARKUP},
    {"HTTP_IF_MODIFIED_SINCE": "Fri, 99 Abc 99999 99:99:99 GMT"},
    {"HTTP_IF_NONE_MATCH": '"' * 400},
    {"HTTP_RANGE": "bytes=-1,99-1"},
    {"CONTENT_LENGTH": "-1"},
)


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_hostile_headers(world, settings, headers):
    settings.ALLOWED_HOSTS = ["testserver"]
    for name in SOME_PAGES:
        with undone():
            response = come(world, name).get(path_of(name, RULES[name], world), **headers)
        assert faults_of(response) == [], name
        assert "evil.example" not in response.content.decode(errors="replace")


TAKES_NO_TOKEN = {"notices:unsubscribe"}


@pytest.mark.parametrize("token", [None, "", "a" * 64, "é\x00"])
def test_no_form_is_taken_without_its_token(world, token):
    """Somebody else's page cannot send our forms: nothing is done and nothing typed is lost."""
    done = []
    for name in posted():
        client = come(world, name, enforce_csrf_checks=True)
        sent = {**EVERYTHING, **RULES[name].sent(world)}
        if token is not None:
            sent["csrfmiddlewaretoken"] = token
            client.cookies["csrftoken"] = "b" * 32
        with undone():
            before = written()
            response = client.post(path_of(name, RULES[name], world), sent)
            changed = changes_since(before) - OF_THE_VISIT
        if changed or response.status_code != 403 or faults_of(response):
            done.append((name, response.status_code, sorted(changed), faults_of(response)))
    assert [one for one in done if one[0] not in TAKES_NO_TOKEN] == []
