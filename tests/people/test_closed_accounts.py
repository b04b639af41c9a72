"""A closed account: no way in, by whatever door, but why is said and an appeal can be made."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from damayan.foundation.clock import now
from damayan.moderation.actions import appeals, sanctions
from damayan.moderation.models import Appeal, Decision, Sanction
from damayan.people import actions, codes, passkey_forms, sessions
from damayan.people.models import Erasure, Person
from damayan.safety.actions import report
from tests.cast import PASSPHRASE

WHY = "You wrote to several people in ways that frightened them."
CLOSED, PAGE = "/account/closed/", "/account/closed/why/"


@pytest.fixture
def close(cast, story):
    """Close the author's account, as two people do."""

    def done(**more) -> Sanction:
        about = report(
            by=cast.member, subject_kind="story", subject_key=story.key, kind="abuse", words=""
        ).concern
        asked = sanctions.ask_removal(by=cast.guide, concern=about, reason=WHY, **more)
        return sanctions.answer_removal(by=cast.coordinator, removal=asked, approve=True)

    return done


def sign_in(client: Client, person: Person, passphrase: str = PASSPHRASE):
    return client.post("/account/login/", {"login": person.username, "password": passphrase})


def text(answer) -> str:
    return answer.content.decode()


def nobody_is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 302


def test_signing_in_says_why_and_signs_nobody_in(cast, close, visitor):
    close()
    assert sign_in(visitor, cast.author).url == CLOSED
    page = visitor.get(CLOSED, follow=True)
    assert page.redirect_chain[-1][0] == PAGE
    assert WHY in text(page)
    assert "stays under the names" in text(page)
    assert "Two people decided" in text(page)
    assert nobody_is_in(visitor)


def test_words_that_went_along_are_said_to_be_hidden(cast, close, visitor):
    close(hide_words=True)
    sign_in(visitor, cast.author)
    assert "Your words are hidden too" in text(visitor.get(PAGE))


def test_a_wrong_passphrase_is_told_nothing(cast, close, visitor):
    close()
    answer = sign_in(visitor, cast.author, "not this one at all")
    assert answer.status_code == 200
    assert WHY not in text(answer)
    assert "do not belong together" in text(answer)
    assert visitor.get(PAGE).url == "/account/login/"
    assert visitor.get(CLOSED).url == "/account/login/"


def test_they_appeal_once_without_coming_in(cast, close, visitor, client_of):
    close()
    sign_in(visitor, cast.author)
    assert visitor.post(PAGE, {"words": ""}).status_code == 422
    answer = visitor.post(PAGE, {"words": "I was frightened myself."}, follow=True)
    assert "I was frightened myself." in text(answer)
    assert "Sign in again to read the answer" in text(answer)
    again = visitor.post(PAGE, {"words": "And one thing more."})
    assert again.status_code == 422
    assert Appeal.objects.count() == 1
    assert nobody_is_in(visitor)


def test_they_read_the_answer_by_signing_in_again(cast, close, visitor):
    close()
    made, _level = appeals.appeal(by=cast.author, decision=Decision.objects.get(), words="Why?")
    outsider = cast.professional
    from damayan.groups.models import GroupRole

    GroupRole.objects.create(person=outsider, group=cast.group, role="guide")
    appeals.decide_appeal(by=outsider, appeal=made, outcome="upheld", answer="We stay with it.")
    sign_in(visitor, cast.author)
    assert "We stay with it." in text(visitor.get(PAGE))
    assert 'name="words"' not in text(visitor.get(PAGE))


def test_a_lifted_closing_lets_them_in_again(cast, close, visitor):
    sanction = close()
    sign_in(visitor, cast.author)
    sanctions.lift(by=cast.coordinator, sanction=sanction, reason="We were wrong.")
    assert visitor.get(PAGE).url == "/account/login/"
    sign_in(visitor, cast.author)
    assert visitor.get("/me/").status_code == 200


def test_what_was_proven_is_forgotten_after_an_hour(cast, close, visitor):
    close()
    sign_in(visitor, cast.author)
    session = visitor.session
    session["closed_account"] |= {"at": (now() - timedelta(minutes=61)).timestamp()}
    session.save()
    assert visitor.get(PAGE).url == "/account/login/"


def number_of(secret: str) -> str:
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_a_second_step_stays_asked_for(cast, close, visitor):
    secret = generate_totp_secret()
    TOTP.activate(cast.author, secret)
    close()
    assert sign_in(visitor, cast.author).url == CLOSED
    assert visitor.get(PAGE).url == "/account/login/", "the passphrase alone opens nothing"
    page = visitor.get(CLOSED)
    assert page.status_code == 200
    assert WHY not in text(page)
    assert visitor.post(CLOSED, {"code": "000000"}).status_code == 422
    assert visitor.post(CLOSED, {"code": number_of(secret)}).url == PAGE
    assert WHY in text(visitor.get(PAGE))
    assert nobody_is_in(visitor)


def test_a_recovery_code_is_a_second_step_too(cast, close, visitor):
    TOTP.activate(cast.author, generate_totp_secret())
    codes.renew(cast.author)
    code = codes.unused(cast.author)[0]
    close()
    sign_in(visitor, cast.author)
    assert visitor.post(CLOSED, {"code": code}).url == PAGE
    assert len(codes.unused(cast.author)) == 7


def test_guessing_the_second_step_is_limited(cast, close, visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"recover": "3/h/key"}
    TOTP.activate(cast.author, generate_totp_secret())
    close()
    sign_in(visitor, cast.author)
    answers = [visitor.post(CLOSED, {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 429, 429]


def test_a_passkey_leads_there_as_well(cast, close, visitor, monkeypatch):
    key = Authenticator.objects.create(
        user=cast.author, type="webauthn", data={"name": "Phone", "credential": {}}
    )
    TOTP.activate(cast.author, generate_totp_secret())
    close()
    key.refresh_from_db()
    monkeypatch.setattr(passkey_forms.LoginForm, "clean_credential", lambda _form: key)
    answer = visitor.post("/account/passkey/login/", {"credential": '{"id": "x"}'})
    assert answer.url == CLOSED
    assert WHY in text(visitor.get(CLOSED, follow=True))
    assert nobody_is_in(visitor)


def test_a_recovery_code_instead_of_the_passphrase_leads_there(cast, close, visitor):
    codes.renew(cast.author)
    code = codes.unused(cast.author)[0]
    close()
    sent = {"username": cast.author.username, "code": code, "passphrase": "lamp over warm water x"}
    assert visitor.post("/recover/", sent).url == CLOSED
    assert WHY in text(visitor.get(CLOSED, follow=True))
    assert nobody_is_in(visitor)


def test_erasing_wipes_what_the_session_knew(cast, close, visitor):
    close()
    sign_in(visitor, cast.author)
    sessions.wipe(cast.author)
    assert visitor.get(PAGE).url == "/account/login/"


def test_they_can_still_have_everything_erased(cast, close, visitor):
    erase = "/account/closed/erase/"
    close()
    assert visitor.get(erase).url == "/account/login/"
    assert visitor.post(erase, {"words": "remove"}).url == "/account/login/"
    sign_in(visitor, cast.author)
    assert erase in text(visitor.get(PAGE))
    assert visitor.post(erase, {}).status_code == 422
    visitor.post(erase, {"words": "remove"})
    assert Erasure.objects.get().person == cast.author
    assert "You will be erased on" in text(visitor.get(erase))
    visitor.post(erase, {"stay": "1"})
    assert not Erasure.objects.exists()
    visitor.post(erase, {"words": "remove"})
    with time_machine.travel(now() + timedelta(days=60)):
        assert actions.carry_out_erasures() == 1
    assert not Person.objects.filter(pk=cast.author.pk).exists()
    assert not Decision.objects.exists()


def test_an_account_that_is_off_for_another_reason_is_told_nothing_of_this(cast, visitor):
    Person.objects.filter(pk=cast.author.pk).update(is_active=False)
    assert sign_in(visitor, cast.author).url == "/account/inactive/"
    assert visitor.get(PAGE).url == "/account/login/"


def test_the_name_stays_taken(cast, close):
    close()
    from damayan.foundation.verdict import Refused

    with pytest.raises(Refused, match="taken"):
        actions.join(
            username=cast.author.username,
            passphrase="lamp over warm water x",
            language="en",
            first_name="Calm River",
            first_seed=1,
            age_confirmed=True,
        )
