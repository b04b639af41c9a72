"""Consents, preferences, blocks, keys, passphrases."""

import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from damayan.foundation.crypto import CannotOpen
from damayan.foundation.verdict import Refused
from damayan.people import actions, keys, passphrases
from damayan.people.middleware import pseudonym
from damayan.people.models import Consent, Person, PersonalKey
from damayan.people.queries import no_contact, people_out_of_contact
from damayan.people.sessions import browser
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PRIVACY, LOOK = "/me/privacy/", "/me/preferences/"


# ── What a person agreed to ────────────────────────────────────────────────────────────────────
def test_a_member_agrees_to_research_and_takes_it_back(cast: Cast, client_of: Callable) -> None:
    client = client_of(cast.member)
    client.post(f"{PRIVACY}agree/research/", {"version": "2026-11"})
    consent = Consent.objects.get(person=cast.member)
    assert (consent.purpose, consent.version, consent.withdrawn_at) == ("research", "2026-11", None)
    client.post(f"{PRIVACY}withdraw/research/")
    consent.refresh_from_db()
    assert consent.withdrawn_at
    page = client.get(PRIVACY).content.decode()
    assert "agreed to the words of 2026-11" in page


def test_agreeing_twice_makes_one_row_and_a_new_version_another(cast: Cast) -> None:
    for version in ("1", "1", "2"):
        actions.give_consent(by=cast.member, purpose="research", version=version)
    history = Consent.objects.filter(person=cast.member).order_by("id")
    assert [(c.version, c.withdrawn_at is None) for c in history] == [("1", False), ("2", True)]


def test_nobody_agrees_to_what_nobody_asks_for(cast: Cast, client_of: Callable) -> None:
    with pytest.raises(Refused):
        actions.give_consent(by=cast.member, purpose="selling", version="1")
    client = client_of(cast.member)
    assert client.post(f"{PRIVACY}agree/selling/", {"version": "1"}).status_code == 404
    client.post(f"{PRIVACY}agree/research/", {"version": "words of long ago"})
    assert not Consent.objects.exists()


def test_what_an_account_needs_ends_only_with_the_account(cast: Cast) -> None:
    actions.give_consent(by=cast.member, purpose="house", version="1")
    with pytest.raises(Refused, match="erase your account"):
        actions.withdraw_consent(by=cast.member, purpose="house")


def test_taking_back_touches_nobody_else(cast: Cast) -> None:
    for person in (cast.member, cast.author):
        actions.give_consent(by=person, purpose="research", version="1")
    actions.withdraw_consent(by=cast.member, purpose="research")
    assert Consent.objects.get(person=cast.author).withdrawn_at is None


# ── How it looks ───────────────────────────────────────────────────────────────────────────────
def test_a_member_keeps_what_they_choose_and_goes_back(cast: Cast, client_of: Callable) -> None:
    client = client_of(cast.member)
    answer = client.post(LOOK, {"theme": "gabi", "large_type": "1", "next": "/groups/"})
    assert answer.url == "/groups/"
    client.post(LOOK, {"language": "fil"})
    person = Person.objects.get(pk=cast.member.pk)
    assert (person.theme, person.large_type, person.language) == ("gabi", True, "fil")
    page = client.get(LOOK).content.decode()
    assert 'data-theme="gabi"' in page
    assert 'data-type="large"' in page
    assert 'lang="fil"' in page


def test_a_visitor_keeps_it_on_this_device(visitor: Client) -> None:
    visitor.post(LOOK, {"theme": "araw", "large_type": "1", "language": "fil"})
    page = visitor.get(LOOK).content.decode()
    assert 'data-theme="araw"' in page
    assert 'data-type="large"' in page
    assert visitor.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fil"
    visitor.post(LOOK, {"large_type": "0"})
    page = visitor.get(LOOK).content.decode()
    assert 'data-theme="araw"' in page
    assert "data-type" not in page


@pytest.mark.parametrize(
    "sent",
    [
        {"theme": "neon"},
        {"language": "xx"},
        {"large_type": "yes"},
        {"theme": "\x00"},
        {},
        {"language": ""},
    ],
)
def test_what_makes_no_sense_changes_nothing(
    cast: Cast, client_of: Callable, sent: dict[str, str]
) -> None:
    assert client_of(cast.member).post(LOOK, sent).status_code == 302
    person = Person.objects.get(pk=cast.member.pk)
    assert (person.theme, person.large_type, person.language) == ("", False, "en")
    assert not Client().post(LOOK, sent).cookies


def test_another_site_cannot_change_a_members_look(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.member)
    assert client.post(LOOK, {"theme": "gabi"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post(LOOK, {"theme": "gabi"}).status_code == 302


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "account_login", "x"])
def test_nobody_is_led_away_by_their_preferences(visitor: Client, away: str) -> None:
    assert visitor.post(LOOK, {"theme": "gabi", "next": away}).url == "/"


def test_reading_the_page_changes_nothing(cast: Cast, client_of: Callable) -> None:
    client_of(cast.member).get(LOOK, {"theme": "gabi", "language": "fil"})
    assert Person.objects.get(pk=cast.member.pk).theme == ""


# ── No contact ─────────────────────────────────────────────────────────────────────────────────
def test_a_block_ends_contact_both_ways_and_unblocking_is_the_blockers(cast: Cast) -> None:
    assert not no_contact(cast.member, cast.outsider)
    actions.block_contact(by=cast.member, other=cast.outsider)
    actions.block_contact(by=cast.member, other=cast.outsider)
    assert no_contact(cast.member, cast.outsider)
    assert no_contact(cast.outsider.pk, cast.member.pk)
    assert set(people_out_of_contact(cast.member)) == {cast.outsider.pk}
    assert set(people_out_of_contact(cast.outsider)) == {cast.member.pk}
    actions.unblock_contact(by=cast.outsider, other=cast.member)
    assert no_contact(cast.member, cast.outsider)
    actions.unblock_contact(by=cast.member, other=cast.outsider)
    assert not no_contact(cast.member, cast.outsider)


def test_nobody_blocks_themselves(cast: Cast) -> None:
    actions.block_contact(by=cast.member, other=cast.member)
    assert not no_contact(cast.member, cast.member)


def test_those_out_of_contact_stay_a_part_of_one_query(
    cast: Cast, django_assert_num_queries: Callable
) -> None:
    with django_assert_num_queries(1):
        list(Person.objects.exclude(pk__in=people_out_of_contact(cast.author)))


# ── Keys ───────────────────────────────────────────────────────────────────────────────────────
def test_what_is_sealed_for_one_opens_only_for_them_in_its_place(cast: Cast) -> None:
    sealed = keys.seal_for(cast.member, b"my journal", "journal")
    keys.seal_for(cast.author, b"another", "journal")
    assert b"my journal" not in sealed
    assert keys.open_for(cast.member, sealed, "journal") == b"my journal"
    for person, context in (
        (cast.author, "journal"),
        (cast.member, "plan"),
        (cast.guide, "journal"),
    ):
        with pytest.raises(CannotOpen):
            keys.open_for(person, sealed, context)


def test_a_destroyed_key_opens_nothing_ever_again(cast: Cast) -> None:
    sealed = keys.seal_for(cast.member, b"my journal", "journal")
    keys.destroy_key(cast.member)
    keys.seal_for(cast.member, b"a new one", "journal")
    with pytest.raises(CannotOpen):
        keys.open_for(cast.member, sealed, "journal")


def test_a_key_moved_to_another_person_opens_nothing(cast: Cast) -> None:
    sealed = keys.seal_for(cast.member, b"my journal", "journal")
    PersonalKey.objects.filter(person=cast.member).update(person=cast.author)
    with pytest.raises(CannotOpen):
        keys.open_for(cast.author, sealed, "journal")


@pytest.mark.django_db(transaction=True)
def test_two_first_uses_at_once_make_one_key(cast: Cast) -> None:
    start, sealed = threading.Barrier(4), []

    def seal() -> None:
        start.wait()
        sealed.append(keys.seal_for(cast.member, b"x", "journal"))
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert [keys.open_for(cast.member, one, "journal") for one in sealed] == [b"x"] * 4


# ── Made for people ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", ["en", "fil", "xx"])
def test_a_made_passphrase_has_the_strength_that_we_promise(language: str) -> None:
    assert passphrases.passphrase_bits(language) >= 44
    made = {passphrases.passphrase(language) for _ in range(200)}
    assert len(made) == 200
    assert all(len(one.split(" ")) == passphrases.WORDS for one in made)
    assert all(passphrases.tidy(one) == one for one in made)


def test_the_words_are_typed_easily_on_any_phone() -> None:
    for language in ("en", "fil"):
        words = passphrases._words(language)
        assert len(set(words)) == len(words)
        assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


def test_a_made_sign_in_name_fits_and_is_rarely_taken() -> None:
    names = {passphrases.sign_in_name(language) for language in ("en", "fil") for _ in range(500)}
    assert len(names) == 1000
    assert max(map(len, names)) <= 40


# ── Forgetting ─────────────────────────────────────────────────────────────────────────────────
def test_an_address_has_another_pseudonym_every_day_and_neighbours_share_none() -> None:
    assert pseudonym("203.0.113.7", "2026-11-22") == pseudonym("203.0.113.7", "2026-11-22")
    assert pseudonym("203.0.113.7", "2026-11-22") != pseudonym("203.0.113.7", "2026-11-23")
    assert pseudonym("203.0.113.7", "2026-11-22") != pseudonym("203.0.113.8", "2026-11-22")
    assert pseudonym("::ffff:203.0.113.7", "1") == pseudonym("203.0.113.7", "1")
    assert pseudonym("2001:db8:1:2::3", "1") == pseudonym("2001:db8:1:2:ffff::9", "1")
    assert pseudonym("2001:db8:1:2::3", "1") != pseudonym("2001:db8:1:3::3", "1")
    assert pseudonym("", "1").startswith("fd")


@pytest.mark.parametrize(
    ("told", "label"),
    [
        (
            "Mozilla/5.0 (Linux; Android 13; SM-A145F) Chrome/129.0 Mobile Safari/537",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Safari/604.1", "Safari, iOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/129.0 Edg/129.0", "Edge, Windows"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_by_its_family_only(told: str, label: str) -> None:
    assert browser(told) == label
