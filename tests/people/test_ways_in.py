import re
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.people import actions, codes, tasks
from damayan.people.models import Person
from tests.cast import PASSPHRASE, make_person
from tests.people.pages import everything_stored, form_on, joining, prove

pytestmark = pytest.mark.django_db
LOGIN, RECOVER, AGAIN = "/account/login/", "/recover/", "/account/again/"
SECURITY = "/me/security/"


@pytest.fixture
def ana() -> Person:
    person = make_person("ana")
    codes.renew(person)
    return person


def sign_in(client: Client, person: Person, passphrase: str = PASSPHRASE, **more: str) -> int:
    form = {"login": person.username, "password": passphrase} | more
    return client.post(LOGIN, form).status_code


def is_in(client: Client) -> bool:
    return client.get(SECURITY).status_code == 200


def test_a_member_signs_in_and_out(ana: Person, visitor: Client) -> None:
    assert sign_in(visitor, ana) == 302
    assert is_in(visitor)
    assert visitor.get("/account/logout/").status_code == 200
    assert is_in(visitor), "no GET signs anybody out"
    visitor.post("/account/logout/")
    assert not is_in(visitor)


def test_a_phone_keyboards_capital_letter_and_extra_space_do_no_harm(ana: Person) -> None:
    client = Client()
    form = {"login": f" {ana.username.capitalize()} ", "password": f"  {PASSPHRASE} "}
    assert client.post(LOGIN, form).status_code == 302


def test_a_wrong_passphrase_and_an_unknown_name_get_the_same_answer(ana: Person) -> None:
    client = Client()
    known = client.post(LOGIN, {"login": ana.username, "password": "wrong words here"})
    unknown = client.post(LOGIN, {"login": "nobody-at-all", "password": "wrong words here"})

    def words(answer) -> list[str]:
        return re.findall(r"<li>(.*?)</li>", answer.content.decode())

    assert words(known)[:1] == words(unknown)[:1]
    assert "wrong words here" not in known.content.decode()


def test_guessing_one_name_is_stopped_and_says_what_to_do(ana: Person) -> None:
    for turn in range(8):
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{turn}"), ana, "wrong")
    client = Client()
    answer = client.post(LOGIN, {"login": ana.username, "password": PASSPHRASE})
    assert "wait 15 minutes" in answer.content.decode()
    with time_machine.travel(now().timestamp() + 16 * 60):
        assert sign_in(client, ana) == 302


def test_many_failures_from_one_address_cost_a_moment_but_lock_out_nobody(
    ana: Person, two_an_hour: None
) -> None:
    for turn in range(3):
        Client().post(LOGIN, {"login": f"guess-{turn}", "password": "wrong"})
    client = Client()
    page = client.post(LOGIN, {"login": ana.username, "password": PASSPHRASE}).content.decode()
    assert "30 seconds" in page
    assert "data-challenge" in page
    kept = form_on(page, "waited")
    with time_machine.travel(now().timestamp() + 31):
        assert sign_in(client, ana, waited=kept["waited"]) == 302
    assert sign_in(Client(REMOTE_ADDR="198.51.100.9"), ana) == 302


def test_not_even_a_pseudonym_of_an_address_outlives_its_window(ana: Person) -> None:
    sign_in(Client(), ana, "wrong")
    counted = everything_stored()["foundation_cache"]
    assert ":ip:fd" in counted
    with time_machine.travel(now().timestamp() + 61 * 60):
        tasks.forget_counts(0)
    assert ":ip:fd" not in everything_stored()["foundation_cache"]


def test_signing_in_leads_back_but_never_away(ana: Person) -> None:
    assert (
        Client()
        .post(LOGIN, {"login": ana.username, "password": PASSPHRASE, "next": "/groups/"})
        .url
        == "/groups/"
    )
    away = Client().post(
        LOGIN, {"login": ana.username, "password": PASSPHRASE, "next": "https://evil.example/"}
    )
    assert "evil" not in away.url


@pytest.mark.parametrize(
    "path",
    [
        "/account/signup/",
        "/account/email/",
        "/account/password/reset/",
        "/account/password/set/",
        "/accounts/signup/",
        "/account/password/change/",
        "/account/confirm-email/",
    ],
)
def test_what_we_do_not_need_of_allauth_is_not_there(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(path)


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_allauths_other_pages_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


# ── Coming back with a recovery code ───────────────────────────────────────────────────────────
NEW = "river lantern mango quiet seven"


def recovering(person: Person, **changes: str) -> dict[str, str]:
    return {
        "username": person.username,
        "code": codes.unused(person)[0],
        "passphrase": NEW,
    } | changes


def test_a_member_comes_back_with_a_code_and_sets_a_passphrase(ana: Person) -> None:
    elsewhere = Client()
    sign_in(elsewhere, ana)
    client, form = Client(), recovering(ana)
    assert client.post(RECOVER, form).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert len(codes.unused(ana)) == 7
    assert Client().post(RECOVER, form).status_code == 422, "each code works once"


def test_a_wrong_code_and_an_unknown_name_get_the_same_answer(ana: Person) -> None:
    wrong = Client().post(RECOVER, recovering(ana, code="0000 0000 0000"))
    unknown = Client().post(RECOVER, recovering(ana, username="nobody-at-all"))
    strip = re.compile(r'value="[^"]*"')
    assert wrong.status_code == unknown.status_code == 422
    assert strip.sub("", wrong.content.decode()) == strip.sub("", unknown.content.decode())
    ana.refresh_from_db()
    assert ana.check_password(PASSPHRASE)


def test_an_unknown_name_costs_the_same_work(
    ana: Person, django_assert_num_queries: Callable
) -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    counts = []
    for name in (ana.username, "nobody-at-all"):
        with (
            transaction.atomic(),
            CaptureQueriesContext(
                connection,
            ) as seen,
        ):
            assert codes.spend(name, "0000 0000 0000") is None
        counts.append(len([q for q in seen if q["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1]


def test_an_easy_new_passphrase_does_not_use_up_the_code(ana: Person) -> None:
    answer = Client().post(RECOVER, recovering(ana, passphrase="password123"))
    assert answer.status_code == 422
    assert len(codes.unused(ana)) == 8


def test_guessing_codes_is_stopped_for_that_name(ana: Person) -> None:
    for turn in range(5):
        Client(REMOTE_ADDR=f"203.0.113.{turn}").post(
            RECOVER, recovering(ana, code="1111 1111 1111")
        )
    assert Client().post(RECOVER, recovering(ana)).status_code == 429
    ben = make_person("ben")
    codes.renew(ben)
    assert Client().post(RECOVER, recovering(ben)).status_code == 302


@pytest.mark.parametrize(
    "bad", [{}, {"username": "x" * 999}, {"code": "\x00"}, {"code": "１" * 12}]
)
def test_strange_input_to_recovery_is_answered_kindly(ana: Person, bad: dict[str, str]) -> None:
    assert Client().post(RECOVER, bad).status_code in {200, 422}


def test_a_closed_account_is_not_recovered(ana: Person) -> None:
    form = recovering(ana)
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert Client().post(RECOVER, form).status_code == 422


def test_recovery_codes_are_twelve_digits_and_stored_sealed(ana: Person) -> None:
    shown = codes.unused(ana)
    assert all(re.fullmatch(r"\d{4} \d{4} \d{4}", code) for code in shown)
    assert len(set(shown)) == 8
    stored = everything_stored()["mfa_authenticator"]
    assert not any(code.replace(" ", "") in stored for code in shown)


# ── A second step ──────────────────────────────────────────────────────────────────────────────
def number_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30))


def test_a_member_turns_on_an_authenticator_app_and_is_asked_for_its_number(ana: Person) -> None:
    client = Client()
    sign_in(client, ana)
    page = client.get("/account/app/").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    assert client.post("/account/app/", {"code": number_now(secret)}).status_code == 302
    later = Client()
    assert (
        later.post(LOGIN, {"login": ana.username, "password": PASSPHRASE}).url == "/account/code/"
    )
    assert not is_in(later)
    assert later.post("/account/code/", {"code": "000000"}).status_code == 200
    cache.clear()
    with time_machine.travel(now().timestamp() + 60):
        assert later.post("/account/code/", {"code": number_now(secret)}).status_code == 302
        assert is_in(later)


def test_a_recovery_code_serves_as_second_step_once(ana: Person) -> None:
    TOTP.activate(ana, generate_totp_secret())
    client, code = Client(), codes.unused(ana)[0]
    sign_in(client, ana)
    client.post("/account/code/", {"code": code})
    assert is_in(client)
    other = Client()
    sign_in(other, ana)
    other.post("/account/code/", {"code": code})
    assert not is_in(other)


def test_recovering_does_not_go_around_the_second_step(ana: Person) -> None:
    TOTP.activate(ana, generate_totp_secret())
    client = Client()
    assert client.post(RECOVER, recovering(ana)).url == "/account/code/"
    assert not is_in(client)


def test_turning_the_second_step_off_keeps_the_recovery_codes(ana: Person) -> None:
    app = TOTP.activate(ana, generate_totp_secret()).instance
    actions.remove_way_in(by=ana, pk=app.pk)
    assert len(codes.unused(ana)) == 8


def test_a_passkey_is_another_door_and_not_a_second_lock(ana: Person) -> None:
    Authenticator.objects.create(
        user=ana, type="webauthn", data={"name": "Phone", "credential": {}}
    )
    client = Client()
    sign_in(client, ana)
    assert is_in(client)


def test_nobody_removes_their_last_way_in(ana: Person) -> None:
    key = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "Phone"})
    ana.set_unusable_password()
    ana.save()
    with pytest.raises(Refused, match="only way in"):
        actions.remove_way_in(by=ana, pk=key.pk)
    other = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "Laptop"})
    actions.remove_way_in(by=ana, pk=key.pk)
    assert list(Authenticator.objects.filter(user=ana, type="webauthn")) == [other]


def test_nobody_removes_somebody_elses_way_in(ana: Person) -> None:
    ben, client = make_person("ben"), Client()
    theirs = Authenticator.objects.create(user=ben, type="webauthn", data={"name": "Phone"})
    sign_in(client, ana)
    client.post(f"/me/security/{theirs.pk}/remove/")
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


# ── Asked again ────────────────────────────────────────────────────────────────────────────────
DELICATE = ["/me/security/passphrase/", "/me/security/name/", "/me/privacy/erase/", "/me/contact/"]


@pytest.mark.parametrize("path", DELICATE)
def test_an_open_phone_does_not_open_what_is_delicate(ana: Person, path: str) -> None:
    client = Client()
    sign_in(client, ana)
    assert client.get(path).status_code == 200
    with time_machine.travel(now().timestamp() + 11 * 60):
        answer = client.get(path)
        assert answer.url.startswith(AGAIN)
        back = client.post(answer.url, {"password": PASSPHRASE, "next": path})
        assert back.url == path
        assert client.get(path).status_code == 200


def test_what_was_sent_too_late_is_not_kept_while_we_ask_again(ana: Person) -> None:
    client = Client()
    sign_in(client, ana)
    with time_machine.travel(now().timestamp() + 11 * 60):
        answer = client.post("/me/security/passphrase/", {"passphrase": NEW})
        assert answer.url.startswith(AGAIN)
    assert not any(NEW in rows for rows in everything_stored().values())
    ana.refresh_from_db()
    assert ana.check_password(PASSPHRASE)


def test_asking_again_refuses_another_passphrase(ana: Person) -> None:
    client = Client()
    client.force_login(ana)
    prove(client, "wrong words")
    assert client.get("/me/security/name/").status_code == 302
    prove(client, PASSPHRASE)
    assert client.get("/me/security/name/").status_code == 200


@pytest.mark.parametrize("path", [*DELICATE, SECURITY, "/me/privacy/", "/join/ready/"])
def test_visitors_are_asked_to_sign_in_first(path: str, visitor: Client) -> None:
    assert visitor.get(path).url == f"{LOGIN}?next={path}"


def test_changing_the_passphrase_signs_out_everywhere_else(ana: Person) -> None:
    elsewhere, client = Client(), Client()
    sign_in(elsewhere, ana)
    sign_in(client, ana)
    assert client.post("/me/security/passphrase/", {"passphrase": NEW}).url == SECURITY
    assert is_in(client)
    assert not is_in(elsewhere)
    assert sign_in(Client(), ana, NEW) == 302
    assert client.get(SECURITY).content.decode().count("Sign out there") == 1


@pytest.mark.parametrize("easy", ["password123", "ana-signs-in", "short"])
def test_a_refused_passphrase_is_not_shown_again(ana: Person, easy: str) -> None:
    client = Client()
    sign_in(client, ana)
    answer = client.post("/me/security/passphrase/", {"passphrase": easy})
    recovered = Client().post(RECOVER, recovering(ana, passphrase=easy))
    for page in (answer, recovered):
        assert page.status_code == 422
        assert f">\n{easy}" not in page.content.decode()


def test_a_member_changes_their_sign_in_name_unless_it_is_taken(ana: Person) -> None:
    client, ben = Client(), make_person("ben")
    sign_in(client, ana)
    assert client.post("/me/security/name/", {"username": ben.username.upper()}).status_code == 422
    assert client.post("/me/security/name/", {"username": "Quiet-Harbor-77"}).url == SECURITY
    ana.refresh_from_db()
    assert ana.username == "quiet-harbor-77"


def test_new_codes_make_the_old_ones_worthless(ana: Person) -> None:
    client, old = Client(), codes.unused(ana)
    sign_in(client, ana)
    assert client.post("/me/security/codes/").url == "/join/ready/"
    page = client.get("/join/ready/").content.decode()
    assert not any(code in page for code in old)
    assert Client().post(RECOVER, recovering(ana, code=old[0])).status_code == 422
    assert client.post("/join/ready/done/").url == SECURITY


# ── Sessions ───────────────────────────────────────────────────────────────────────────────────
def test_a_member_sees_where_they_are_signed_in_and_ends_one_session(ana: Person) -> None:
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 13) SamsungBrowser/23.0 Chrome/115")
    laptop = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/131.0")
    sign_in(phone, ana)
    sign_in(laptop, ana)
    page = laptop.get(SECURITY).content.decode()
    assert "Samsung Internet, Android" in page
    assert "Firefox, Windows" in page
    theirs = UserSession.objects.get(user_agent="Samsung Internet, Android")
    assert theirs.ip == "::"
    laptop.post(f"/me/security/sessions/{theirs.pk}/end/")
    assert not is_in(phone)
    assert is_in(laptop)


def test_nobody_ends_somebody_elses_session(ana: Person) -> None:
    ben, bens, client = make_person("ben"), Client(), Client()
    sign_in(bens, ben)
    sign_in(client, ana)
    client.post(f"/me/security/sessions/{UserSession.objects.get(user=ben).pk}/end/")
    client.post("/me/security/sessions/others/")
    assert is_in(bens)


def test_signing_out_everywhere_else_keeps_this_one(ana: Person) -> None:
    one, two, three = Client(), Client(), Client()
    for client in (one, two, three):
        sign_in(client, ana)
    one.post("/me/security/sessions/others/")
    assert [is_in(client) for client in (one, two, three)] == [True, False, False]


def test_signing_out_everywhere_ends_this_one_too(ana: Person) -> None:
    one, two = Client(), Client()
    sign_in(one, ana)
    sign_in(two, ana)
    one.post("/me/security/sessions/all/")
    assert not is_in(one)
    assert not is_in(two)
    assert not Session.objects.filter(session_key__in=[one.session.session_key]).exists()


def test_the_page_of_sessions_costs_the_same_for_many(
    ana: Person, django_assert_num_queries: Callable
) -> None:
    client = Client()
    sign_in(client, ana)
    for _ in range(6):
        sign_in(Client(), ana)
    with django_assert_num_queries(4):  # session, person, ways in, sessions
        client.get(SECURITY)


def test_an_account_that_joined_by_passkey_proves_itself_with_a_code(visitor: Client) -> None:
    form = joining(visitor)
    assert visitor.post("/join/passkey/", form).url == "/account/passkey/"
    page = visitor.get("/account/passkey/")
    assert page.status_code == 200
    assert "data-passkey-create" in page.content.decode()
    assert visitor.get("/account/added/").url == "/join/ready/"
    person = Person.objects.get()
    assert not person.has_usable_password()
    with time_machine.travel(now().timestamp() + 11 * 60):
        answer = visitor.get("/me/security/passphrase/")
        assert answer.url.startswith("/account/again/code/")
        visitor.post(answer.url, {"code": codes.unused(person)[0]})
        assert visitor.post("/me/security/passphrase/", {"passphrase": NEW}).status_code == 302
