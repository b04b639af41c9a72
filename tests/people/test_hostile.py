"""Wrong, huge and hostile input on every address of an account: never an error of ours."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from damayan.people import codes
from damayan.people.models import Person
from tests.cast import PASSPHRASE, make_person
from tests.people.pages import prove

pytestmark = pytest.mark.django_db
HUGE = 10**40
PATHS = [
    "/join/", "/join/others/", "/join/passkey/", "/join/ready/", "/join/ready/done/", "/recover/",
    "/start/%00/", f"/start/{'x' * 3000}/", "/me/security/", "/me/security/passphrase/",
    "/me/security/name/", f"/me/security/{HUGE}/remove/", f"/me/security/sessions/{HUGE}/end/",
    "/me/privacy/", "/me/privacy/agree/house/", "/me/privacy/agree/x/",
    "/me/privacy/withdraw/house/",
    "/me/privacy/export/nothing/", "/me/privacy/export/nothing/file/", "/me/privacy/erase/",
    "/me/contact/", "/me/contact/verify/%00/", "/me/contact/verify/a:b:c/", "/me/preferences/",
    "/desk/roles/", f"/desk/roles/{HUGE}/end/", "/account/login/", "/account/again/",
    "/account/code/", "/account/again/code/", "/account/app/", "/account/passkey/",
    "/account/passkey/login/", "/account/passkey/again/",
]  # fmt: skip
FIELDS = (
    "username", "passphrase", "code", "login", "password", "email", "words", "role", "language",
    "theme", "large_type", "next", "altcha", "waited", "form_key", "offered", "persona", "version",
    "age_confirmed", "credential", "purpose",
)  # fmt: skip
BAD = [
    "", "\x00", "x" * 20_000, "<script>alert(1)</script>", "' OR 1=1 --", "😀" * 50,
    "%s%n{{7*7}}", "-1", "\u202e\u0000", "../../etc/passwd", "null", "[]",
]  # fmt: skip


@pytest.fixture
def member(client_of: Callable[[Person], Client]) -> Client:
    person = make_person("ana")
    codes.renew(person)
    client = client_of(person)
    prove(client, PASSPHRASE)
    return client


@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_is_sent_breaks_a_page(path: str, member: Client) -> None:
    for client in (member, Client()):
        for bad in BAD:
            answer = client.post(path, dict.fromkeys(FIELDS, bad))
            assert answer.status_code < 500, bad
            assert b"<script>alert(1)</script>" not in answer.content
        assert client.post(path, {name: ["a", "b"] for name in FIELDS}).status_code < 500
        assert client.get(path, dict.fromkeys(FIELDS, "\x00<b>")).status_code < 500


CREDENTIALS = [
    {}, [], "x", None, 1, {"id": 1},
    {"id": "x", "rawId": "x", "type": "public-key", "response": {}},
    {"id": "eA", "rawId": "eA", "type": "public-key", "clientExtensionResults": {},
     "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA",
                  "signature": "AA", "userHandle": "MQ"}},
    {"id": "eA", "rawId": "eA", "response": {"clientDataJSON": "\x00", "userHandle": "zzzzzz"}},
]  # fmt: skip


@pytest.mark.parametrize("credential", CREDENTIALS)
@pytest.mark.parametrize(
    "path", ["/account/passkey/", "/account/passkey/login/", "/account/passkey/again/"]
)
def test_no_forged_passkey_breaks_or_opens_anything(
    path: str, credential: object, member: Client
) -> None:
    sent = {"credential": json.dumps(credential), "passwordless": "on"}
    for client in (member, Client()):
        client.get(path, HTTP_ACCEPT="application/json")
        assert client.post(path, sent).status_code < 500
    stranger = Client()
    stranger.get("/account/passkey/login/", HTTP_ACCEPT="application/json")
    stranger.post("/account/passkey/login/", sent)
    assert "_auth_user_id" not in stranger.session


def test_no_get_changes_anything_and_deeds_refuse_it(member: Client) -> None:
    deeds = [
        "/join/others/", "/join/passkey/", "/join/ready/done/", "/me/security/codes/",
        "/me/security/1/remove/", "/me/security/sessions/1/end/", "/me/security/sessions/others/",
        "/me/security/sessions/all/", "/me/privacy/agree/research/",
        "/me/privacy/withdraw/research/",
        "/me/privacy/export/", "/me/privacy/erase/cancel/", "/me/contact/remove/",
        "/desk/roles/1/end/",
    ]  # fmt: skip
    for path in deeds:
        assert member.get(path).status_code == 405, path
