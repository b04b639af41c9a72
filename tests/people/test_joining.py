import re
import threading
from collections import Counter

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from damayan.foundation.clock import now
from damayan.groups.names import is_generated
from damayan.people import challenges
from damayan.people.models import Consent, Person
from tests.people.pages import everything_stored, form_on, joining

pytestmark = pytest.mark.django_db
JOIN = "/join/"
CODE = re.compile(r"\b\d{4} \d{4} \d{4}\b")


def test_a_newcomer_joins_with_one_tick(visitor: Client) -> None:
    form = joining(visitor)
    answer = visitor.post(JOIN, form)
    assert answer.url == reverse("people:ready")
    person = Person.objects.get(username=form["username"])
    assert person.check_password(form["passphrase"])
    assert person.age_confirmed_at
    assert is_generated(person.first_name)
    assert visitor.session["_auth_user_id"] == str(person.pk)


def test_a_member_sees_the_house_as_the_visitor_did(visitor: Client) -> None:
    visitor.post("/me/preferences/", {"theme": "gabi", "large_type": "1"})
    visitor.post(JOIN, joining(visitor))
    person = Person.objects.get()
    assert (person.theme, person.large_type) == ("gabi", True)


def test_joining_records_the_agreement_with_its_version(visitor: Client) -> None:
    visitor.post(JOIN, joining(visitor))
    consent = Consent.objects.get()
    assert (consent.purpose, consent.version) == ("house", settings.CONSENT_VERSION)


def test_nobody_joins_without_saying_that_they_are_old_enough(visitor: Client) -> None:
    form = joining(visitor)
    del form["age_confirmed"]
    answer = visitor.post(JOIN, form)
    assert answer.status_code == 422
    assert form["username"] in answer.content.decode()
    assert not Person.objects.exists()


def test_a_newcomer_sees_five_names_and_can_have_others_without_losing_the_rest(
    visitor: Client,
) -> None:
    form = joining(visitor, username="my-own-name-77", passphrase="five words that I made")
    page = visitor.post(reverse("home:join_others"), form).content.decode()
    again = form_on(page, "form_key")
    assert again["username"] == "my-own-name-77"
    assert again["passphrase"] == "five words that I made"
    assert again["age_confirmed"] == "on"
    assert again["form_key"] == form["form_key"]
    assert again["offered"] != form["offered"]
    assert page.count('name="persona"') == 5
    assert not Person.objects.exists()


def test_enter_in_a_field_joins_and_does_not_ask_for_other_names(visitor: Client) -> None:
    page = visitor.get(JOIN).content.decode()
    form = page[page.index('name="form_key"') :]
    assert "formaction" not in re.search(r"<button[^>]*>", form).group()


def test_nobody_wears_a_name_that_we_did_not_offer(visitor: Client) -> None:
    forged = joining(visitor, offered="W1siR3VpZGUgQW5hIiwxXV0:1aaaaa:bbbb")
    answer = visitor.post(JOIN, forged)
    assert answer.status_code == 422
    assert answer.content.decode().count('name="persona"') == 5
    assert visitor.post(JOIN, joining(visitor, persona="7")).status_code == 422
    assert not Person.objects.exists()


def test_a_sign_in_name_that_is_taken_is_said_beside_the_field(visitor: Client) -> None:
    Person.objects.create(username="amber-river-4821")
    answer = visitor.post(JOIN, joining(visitor, username="Amber-River-4821"))
    assert answer.status_code == 422
    assert "taken" in answer.content.decode()
    assert Person.objects.count() == 1


@pytest.mark.parametrize("name", ["ab", "a" * 41, "two words", "ñandu", "<b>x</b>", "\x00abc"])
def test_a_sign_in_name_of_strange_shape_is_explained(visitor: Client, name: str) -> None:
    answer = visitor.post(JOIN, joining(visitor, username=name))
    assert answer.status_code == 422
    assert not Person.objects.exists()


@pytest.mark.parametrize("easy", ["password123", "short", "1234567890"])
def test_an_easy_passphrase_is_refused_and_never_shown_again(visitor: Client, easy: str) -> None:
    answer = visitor.post(JOIN, joining(visitor, passphrase=easy))
    assert answer.status_code == 422
    assert f">\n{easy}" not in answer.content.decode()
    assert not Person.objects.exists()


def test_a_phone_that_sends_the_form_twice_makes_one_account(visitor: Client) -> None:
    form = joining(visitor)
    visitor.post(JOIN, form)
    codes = CODE.findall(visitor.get(reverse("people:ready")).content.decode())
    other = Client()
    assert other.post(JOIN, form).url == reverse("people:ready")
    assert CODE.findall(other.get(reverse("people:ready")).content.decode()) == codes
    assert Person.objects.count() == 1


def test_the_sent_form_is_no_key_to_the_account_for_who_lacks_the_passphrase(
    visitor: Client,
) -> None:
    form = joining(visitor)
    visitor.post(JOIN, form)
    stranger = Client()
    answer = stranger.post(JOIN, form | {"passphrase": "some other five words here"})
    assert answer.status_code == 422
    assert "_auth_user_id" not in stranger.session
    with time_machine.travel(now().timestamp() + 2 * 60 * 60):
        assert Client().post(JOIN, form).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_eight_taps_at_the_same_moment_make_one_account(visitor: Client) -> None:
    form, seen = joining(visitor), []
    start = threading.Barrier(8)

    def tap() -> None:
        start.wait()
        seen.append(Client().post(JOIN, form).status_code)
        connection.close()

    threads = [threading.Thread(target=tap) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert Counter(seen) == {302: 8}
    assert Person.objects.count() == 1
    assert Authenticator.objects.count() == 1


def test_recovery_codes_are_shown_until_the_person_goes_on_and_never_again(
    visitor: Client,
) -> None:
    visitor.post(JOIN, joining(visitor))
    page = visitor.get(reverse("people:ready"))
    assert len(CODE.findall(page.content.decode())) == settings.MFA_RECOVERY_CODE_COUNT
    assert "no-store" in page["Cache-Control"]
    assert visitor.post(reverse("people:ready_done")).url == reverse(settings.JOINED_REDIRECT_URL)
    assert visitor.get(reverse("people:ready")).url == reverse("people:security")


def test_recovery_codes_are_seen_by_nobody_who_only_signs_in(visitor: Client) -> None:
    form = joining(visitor)
    visitor.post(JOIN, form)
    later = Client()
    later.post(
        reverse("account_login"), {"login": form["username"], "password": form["passphrase"]}
    )
    assert later.get(reverse("people:ready")).url == reverse("people:security")


def test_a_newcomer_goes_back_to_the_group_they_came_from(visitor: Client) -> None:
    visitor.post(JOIN, joining(visitor, "/join/?next=/groups/losing-someone/about/"))
    assert visitor.post(reverse("people:ready_done")).url == "/groups/losing-someone/about/"


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "account_login",
        "/\\evil.example",
    ],
)
def test_nobody_is_led_away_after_joining(visitor: Client, away: str) -> None:
    visitor.post(JOIN, joining(visitor, next=away))
    assert visitor.post(reverse("people:ready_done")).url == reverse(settings.JOINED_REDIRECT_URL)


def test_who_is_already_in_is_not_asked_to_join(visitor: Client) -> None:
    visitor.post(JOIN, joining(visitor))
    assert visitor.get(JOIN).status_code == 302


def _join_many(times: int) -> None:
    for _ in range(times):
        client = Client()
        assert client.post(JOIN, joining(client)).status_code == 302


def _solve(asked: dict[str, str]) -> str:
    import base64
    import hashlib
    import json

    number = next(
        n
        for n in range(challenges.HARDNESS + 1)
        if hashlib.sha256(f"{asked['salt']}{n}".encode()).hexdigest() == asked["challenge"]
    )
    names = ("algorithm", "challenge", "salt", "signature")
    return base64.b64encode(
        json.dumps({name: asked[name] for name in names} | {"number": number}).encode()
    ).decode()


def test_a_whole_barangay_joins_behind_one_address_with_a_moment_of_work(
    visitor: Client, two_an_hour: None
) -> None:
    _join_many(2)
    page = visitor.get(JOIN).content.decode()
    asked = dict(re.findall(r'data-(challenge|salt|signature|algorithm)="([^"]*)"', page))
    asked = {name: value.replace("&amp;", "&") for name, value in asked.items()}
    solved = _solve(asked)
    assert visitor.post(JOIN, joining(visitor, altcha=solved)).status_code == 302
    again = Client()
    assert again.post(JOIN, joining(again, altcha=solved)).status_code == 422
    assert Client().get(JOIN, REMOTE_ADDR="198.51.100.7").content.count(b"data-challenge") == 0


def test_without_javascript_thirty_seconds_of_waiting_do_as_well(
    visitor: Client, two_an_hour: None
) -> None:
    _join_many(2)
    form = joining(visitor)
    page = visitor.post(JOIN, form)
    assert page.status_code == 422
    assert "30 seconds" in page.content.decode()
    kept = form_on(page.content.decode(), "form_key")
    assert kept["username"] == form["username"]
    assert kept["passphrase"] == form["passphrase"]
    assert visitor.post(JOIN, kept).status_code == 422, "too early"
    again = form_on(visitor.post(JOIN, kept).content.decode(), "form_key")
    assert again["waited"] == kept["waited"], "the clock does not start anew"
    with time_machine.travel(now().timestamp() + 31):
        assert visitor.post(JOIN, kept).status_code == 302
        other = Client()
        answer = other.post(JOIN, joining(other, waited=kept["waited"]))
        assert answer.status_code == 422, "a wait counts once"


def test_no_address_and_no_exact_browser_is_kept_anywhere(visitor: Client) -> None:
    phone = "Mozilla/5.0 (Linux; Android 13; SM-A145F) Chrome/129.0.6668.81 Mobile Safari/537.36"
    who = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": phone}
    client = Client(**who, HTTP_X_FORWARDED_FOR="203.0.113.78", HTTP_X_REAL_IP="203.0.113.79")
    form = joining(client)
    client.post(JOIN, form)
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": form["username"], "password": "wrong words"})
    client.post(
        reverse("account_login"), {"login": form["username"], "password": form["passphrase"]}
    )
    with time_machine.travel(now().timestamp() + 3600):
        # allauth keeps a form that must wait for a proof, with all that the request told.
        client.post(reverse("mfa_activate_totp"), {"code": "1"})
    stored = everything_stored()
    assert "account_reauthentication_state" in stored["django_session decoded"]
    for table, rows in stored.items():
        assert "203.0.113" not in rows, table
        assert "SM-A145F" not in rows, table
    assert "Chrome, Android" in client.get(reverse("people:security")).content.decode()
