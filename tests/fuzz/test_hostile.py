"""Wrong, huge and hostile input everywhere: never an error of ours, never markup that runs."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from damayan.people import actions as people
from damayan.people import keys
from damayan.people.models import Export
from tests.access.rules import RULES
from tests.access.test_other_keys import EVERYTHING, takes
from tests.access.walk import client_with, path_of, undone
from tests.fuzz.coming import CHOICES, FIELDS, come, posted, read
from tests.fuzz.hostile import ELSEWHERE, IN_PATHS, MARKUP, TEXTS, faults_in, faults_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(takes()))
def test_hostile_addresses(world, name):
    found = []
    example = path_of(name, RULES[name], world)
    values = [str(value) for value in RULES[name].args(world).values()]
    for bad in IN_PATHS:
        path = example
        for value in values:
            path = path.replace(f"/{value}/", f"/{bad}/", 1)
        method = "GET" if RULES[name].get else "POST"
        with undone():
            response = come(world, name).generic(method, path)
        found += [(method, bad[:20], fault) for fault in faults_of(response)]
    assert found == []


def mixed(texts: list[str]) -> list[dict[str, str]]:
    """Five forms in which every field has another of the texts, and no field the same twice."""
    step = max(1, len(texts) // 5)
    return [
        {field: texts[(n + turn * step) % len(texts)] for n, field in enumerate(FIELDS)}
        for turn in range(5)
    ]


@pytest.mark.parametrize("name", read())
def test_hostile_queries(world, name):
    path, found = path_of(name, RULES[name], world), []
    for sent in mixed([text for text in TEXTS.values() if len(text) < 1000]):
        with undone():
            response = come(world, name).get(path, sent)
        found += faults_of(response)
    with undone():
        response = come(world, name).generic("GET", path, QUERY_STRING="after=%ff%ED%A0%80&%00=&=&")
    assert found + faults_of(response) == []


@pytest.mark.parametrize("name", posted())
def test_hostile_forms(world, name):
    """All fields hostile; then the choices good and the words hostile, so that they are kept."""
    path, found = path_of(name, RULES[name], world), []
    good = {**EVERYTHING, **RULES[name].sent(world), **CHOICES}
    takes_words = bool(RULES[name].sent(world))
    hostile = [("mixed", sent) for sent in mixed(list(TEXTS.values()))]
    for kind, text in TEXTS.items() if takes_words else ():
        hostile.append((kind, {**dict.fromkeys(FIELDS, text), **CHOICES}))
    for kind, sent in hostile:
        with undone():
            response = come(world, name).post(path, sent)
        found += [(kind, fault) for fault in faults_of(response)]
    lists = {field: [value, value, "other"] for field, value in good.items()}
    lists |= {f"{field}[]": "1" for field in good} | {f"{field}[a]": "1" for field in good}
    with undone():
        found += faults_of(come(world, name).post(path, lists))
    assert found == []


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_form_leads_away_from_here(world, elsewhere):
    found = []
    where = dict.fromkeys(("next", "back", "url", "redirect"), elsewhere)
    for name in GOES_ON:
        path = path_of(name, RULES[name], world)
        good = {**EVERYTHING, **RULES[name].sent(world), **where}
        with undone():
            response = come(world, name).post(path, good)
        found += [(name, fault) for fault in faults_of(response)]
    for name in ASKED_WHERE_TO:
        with undone():
            response = come(world, name).get(path_of(name, RULES[name], world), where)
        found += [(name, fault) for fault in faults_of(response)]
    assert found == []


def test_no_other_form_leads_anywhere_else(world):
    """Whatever a form of ours may one day be told about where to go on to."""
    where = dict.fromkeys(("next", "back", "url", "redirect", "to", "return"), "//evil.example/")
    for name in posted():
        with undone():
            sent = {**EVERYTHING, **RULES[name].sent(world), **where}
            response = come(world, name).post(path_of(name, RULES[name], world), sent)
        assert faults_of(response) == [], name


GOES_ON = (
    "home:join",
    "people:preferences",
    "people:ready_done",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "notices:mute",
    "notices:unmute",
    "stories:keep",
    "stories:unkeep",
    "stories:show",
    "groups:join",
)
# Pages from which one goes on, or that pass on where to.
ASKED_WHERE_TO = (
    "home:join",
    "people:ready",
    "people:preferences",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_add_webauthn",
    "groups:join",
    "stories:write",
    "safety:leave",
)


NUMBERS = {"number": "1", "order": "1", "first_posts": "0", "slow_minutes": "0"}
NUMBERS |= {"quiet_from": "", "quiet_to": "", "words_concern": "<b>x", "words_wait": "<b>y"}
NUMBERS |= {"texts_to": "2", "networks": "globe", "free_from": "globe"}


def test_what_was_typed_runs_on_no_page(world):
    """Markup in every field that others read, then every page on which it could stand."""
    author, coordinator = (client_with(world.sessions[r]) for r in ("author", "coordinator"))
    slug, key, said = world.slug, world.story.key, dict.fromkeys(FIELDS, MARKUP[:118])
    said |= {**CHOICES, "topics": ["death"], "feelings": [], "helped": [], "form_key": "m" * 22}
    said["who"] = "as_is"  # the markup holds a link, and the guard would ask first
    story = f"/groups/{slug}/write/"
    for path in (story, f"{story}preview/", f"/stories/{key}/edit/", f"/stories/{key}/reply/"):
        sent = {**said, "to": ""}
        assert faults_of(author.post(path, sent)) == [], "asked whether to say so much"
        assert author.post(path, {**sent, "who": "as_is"}).status_code in {200, 302}, path
    for path in ("/desk/groups/new/", f"/desk/groups/{slug}/", "/desk/helplines/new/"):
        sent = {**said, **NUMBERS, "slug": "probe", "name_en": MARKUP[:70], "name_fil": MARKUP[:70]}
        answer = coordinator.post(path, {**sent, "place": MARKUP[:70], "kind": "crisis"})
        assert answer.status_code == 302, answer.content.decode()[:3000]
    author.post(f"/report/reply/{world.reply.key}/", {"kind": "spam", "words": MARKUP})
    coordinator.post(
        f"/guides/reports/{world.hidden_report.concern.key}/restore/", {"reason": MARKUP}
    )
    shown = 0
    for name in read():
        for role in ("author", "supporter", "guide", "coordinator"):
            with undone():
                path = path_of(name, RULES[name], world)
                response = client_with(world.sessions[role]).get(path)
            assert faults_of(response) == [], (name, role)
            shown += "&lt;xss-probe" in response.content.decode(errors="replace")
    for path in (
        f"/stories/{key}/",
        "/groups/probe/",
        "/groups/probe/about/",
        "/search/",
        "/help/",
    ):
        response = author.get(path)
        assert faults_of(response) == [], path
        shown += "&lt;xss-probe" in response.content.decode()
    found = author.post("/search/", {"words": "xss-probe"}, follow=True)
    assert faults_of(found) == []
    assert shown > 15
    assert faults_in(archive_page_of(world.cast.author)) == []


def archive_page_of(person) -> str:
    """The page that somebody takes home and opens as a file, without any policy around it."""
    export = people.request_export(by=person)
    people.make_export(export.key)
    sealed = bytes(Export.objects.get(pk=export.pk).archive_sealed)
    archive = ZipFile(BytesIO(keys.open_for(person, sealed, f"export:{export.key}")))
    page = archive.read("index.html").decode()
    assert "&lt;xss-probe" in page
    return page


def test_hostile_search_stays_quick(world):
    """No pattern of words keeps the database busy or breaks its query language."""
    member = client_with(world.sessions["member"])
    for words in ("a & | ! <-> ((((:*", "'" * 60, "%" * 60, "\\" * 60, "a " * 60, "🇵🇭" * 20):
        with undone():
            response = member.post("/search/", {"words": words}, follow=True)
        assert faults_of(response) == [], words
    for token in ("", "a", "é", "A" * 5000, "====", "\x00"):
        assert faults_of(member.get("/search/", {"find": token, "page": "-1"})) == []


def test_passkeys_that_are_none(world):
    """What a script could send in place of a browser's answer to the challenge."""
    hostile = ("", "[]", "null", "1", '"a"', "{", '{"id": "\\ud800"}', '{"id": 1, "response": []}')
    whole = (
        '{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":'
        '{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","attestationObject":"AA"}}'
    )
    paths = [
        reverse(name)
        for name in ("mfa_login_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn")
    ]
    for credential in (*hostile, whole, "[" * 3000):
        for path in paths:
            for client in (Client(), client_with(world.sessions["member"])):
                with undone():
                    client.get(path, HTTP_ACCEPT="application/json")
                    response = client.post(path, {"credential": credential, "name": "x"})
                assert faults_of(response) == [], (credential, path)


def test_a_challenge_that_was_not_solved_lets_nobody_in(world, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "joined": "0/h/ip",
        "sign_in_failed": "0/h/ip",
    }
    for answer in (
        "",
        "e30=",
        "W10=",
        "bnVsbA==",
        "!!!",
        "A" * 9000,
        "MQ==",
        "\x00",
        "eyJhIjp7fX0=",
    ):
        with undone():
            page = Client().get("/join/").content.decode()
            offered = re.search(r'name="offered" value="([^"]+)"', page)
            sent = {
                "age_confirmed": "on",
                "language": "en",
                "persona": "0",
                "username": "somebody-new",
                "passphrase": "lantern river kettle morning",
                "form_key": "j" * 12,
                "offered": offered[1] if offered else "",
                "altcha": answer,
            }
            response = Client().post("/join/", sent)
            assert response.status_code == 422, (answer, response.status_code)
            signing_in = {"login": "member-signs-in", "password": "guess", "altcha": answer}
            assert (
                faults_of(response) + faults_of(Client().post("/account/login/", signing_in)) == []
            )
