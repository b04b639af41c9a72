import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.groups import actions as groups
from damayan.groups.names import suggest
from damayan.groups.tasks import forget_name
from damayan.notices import actions as notices
from damayan.people import actions, codes, holdings, keys, tasks
from damayan.people.models import Erasure, Person
from damayan.safety.actions import report
from damayan.stories import actions as stories
from tests.cast import PASSPHRASE, Cast
from tests.people.pages import everything_stored, prove

pytestmark = pytest.mark.django_db
ERASE = "/me/privacy/erase/"
LATER = timedelta(days=settings.ERASE_GRACE_DAYS, minutes=1)


@pytest.fixture
def client(cast: Cast, client_of: Callable[[Person], Client]) -> Client:
    client = client_of(cast.member)
    prove(client, PASSPHRASE)
    return client


def carry_out_later() -> None:
    with time_machine.travel(now() + LATER):
        tasks.erase(0)


def test_a_member_asks_to_be_erased_and_it_happens_after_the_grace_period(
    cast: Cast, client: Client
) -> None:
    assert client.post(ERASE, {"words": "keep"}).url == "/me/privacy/"
    tasks.erase(0)
    with time_machine.travel(now() + timedelta(days=settings.ERASE_GRACE_DAYS, minutes=-5)):
        tasks.erase(0)
    assert Person.objects.filter(pk=cast.member.pk).exists()
    carry_out_later()
    assert not Person.objects.filter(pk=cast.member.pk).exists()
    assert Person.objects.filter(pk=cast.author.pk).exists()
    assert client.get("/me/privacy/").status_code == 302


def test_a_member_chooses_what_becomes_of_their_words(cast: Cast, client: Client) -> None:
    assert client.post(ERASE, {}).status_code == 422
    assert client.post(ERASE, {"words": "burn"}).status_code == 422
    assert not Erasure.objects.exists()
    client.post(ERASE, {"words": "keep"})
    first = Erasure.objects.get()
    client.post(ERASE, {"words": "remove"})
    again = Erasure.objects.get()
    assert (again.words, again.due_at) == ("remove", first.due_at)


def test_opening_the_page_erases_nobody(client: Client) -> None:
    client.get(ERASE, {"words": "keep"})
    assert not Erasure.objects.exists()


def test_a_member_signs_in_and_stays_after_all(cast: Cast) -> None:
    actions.request_erasure(by=cast.member, words="remove")
    client = Client()
    form = {"login": cast.member.username, "password": PASSPHRASE}
    page = client.post("/account/login/", form | {"next": "/me/privacy/"}, follow=True)
    assert "still stop this" in page.content.decode()
    assert "Stay, erase nothing" in page.content.decode()
    client.post("/me/privacy/erase/cancel/")
    carry_out_later()
    assert Person.objects.filter(pk=cast.member.pk).exists()


def test_every_room_is_asked_from_the_top_down_with_the_choice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def holding(name: str) -> holdings.Holding:
        return holdings.Holding(
            name=name,
            models=(),
            export=lambda person: [],
            erase=lambda person, words: asked.append((name, person.pk, words)),
        )

    monkeypatch.setattr(
        holdings, "_register", [*holdings.registered(), holding("lower"), holding("upper")]
    )
    actions.request_erasure(by=cast.outsider, words="remove")
    carry_out_later()
    pk = cast.outsider.pk
    assert asked == [("upper", pk, "remove"), ("lower", pk, "remove")]


def test_a_room_that_fails_undoes_the_whole_erasure(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(person: Person, words: str) -> None:
        raise ValueError("broken")

    bad = holdings.Holding(name="bad", models=(), export=lambda p: [], erase=broken)
    monkeypatch.setattr(holdings, "_register", [bad, *holdings.registered()])
    codes.renew(cast.member)
    actions.request_erasure(by=cast.member, words="keep")
    with pytest.raises(ValueError, match="broken"):
        carry_out_later()
    assert Authenticator.objects.filter(user=cast.member).exists()


def test_the_personal_key_is_gone_with_the_person(cast: Cast) -> None:
    sealed = keys.seal_for(cast.member, b"my journal", "journal")
    kept = Person(pk=cast.member.pk)
    actions.request_erasure(by=cast.member, words="keep")
    carry_out_later()
    with pytest.raises(CannotOpen):
        keys.open_for(kept, sealed, "journal")


@pytest.mark.parametrize("words", ["keep", "remove"])
def test_afterwards_nothing_in_the_database_names_the_person(words: str) -> None:
    """An id that could be nothing else, and everything that this room can know of anybody."""
    person = Person(id=987654321987, username="zanzibar-lantern-9917", age_confirmed_at=now())
    person.set_password(PASSPHRASE)
    person.save(force_insert=True)
    other = Person.objects.create(username="somebody-else-1111")
    _live(person, other)
    named = re.compile(r"987654321987|zanzibar-lantern-9917")
    before = {table for table, rows in everything_stored().items() if named.search(rows)}
    assert {
        "people_person",
        "people_rolegrant",
        "people_block",
        "people_consent",
        "people_contact",
        "people_personalkey",
        "people_export",
        "mfa_authenticator",
        "usersessions_usersession",
        "procrastinate_jobs",
        "django_session decoded",
    } <= before
    actions.request_erasure(by=person, words=words)
    carry_out_later()
    after = {table for table, rows in everything_stored().items() if named.search(rows)}
    assert after == set()


def _live(person: Person, other: Person) -> None:
    """Everything that leaves a row behind."""
    codes.renew(person)
    client, half = Client(), Client()
    form = {"login": person.username, "password": PASSPHRASE}
    client.post("/account/login/", form)
    client.get("/me/security/")
    TOTP.activate(person, generate_totp_secret())
    assert half.post("/account/login/", form).url == "/account/code/", "a half-finished sign-in"
    Client().post("/account/login/", form | {"password": "wrong"})
    actions.give_consent(by=person, purpose="research", version="1")
    actions.set_contact(by=person, email="zanzibar-lantern-9917@example.ph")
    actions.block_contact(by=person, other=other)
    actions.block_contact(by=other, other=person)
    actions.request_export(by=person)
    for job in _exports():
        tasks.make_export(job)
    path = actions.open_first_coordinator_link()
    actions.use_first_coordinator_link(by=person, token=path.strip("/").split("/")[-1])
    actions.grant_role(by=person, person=other, role="coordinator")
    actions.end_role(by=person, person=other, role="coordinator")
    app.configure_task("notices.unknown", allow_unknown=True).defer(person_id=person.pk)
    assert Session.objects.count() >= 2


def _exports() -> list[str]:
    from damayan.people.models import Export

    return list(Export.objects.values_list("key", flat=True))


def test_the_last_coordinator_may_go_and_a_new_link_can_be_made(cast: Cast) -> None:
    actions.request_erasure(by=cast.coordinator, words="keep")
    carry_out_later()
    assert actions.open_first_coordinator_link().startswith("/start/")


def test_nobody_erases_somebody_else(cast: Cast, client: Client) -> None:
    actions.request_erasure(by=cast.author, words="keep")
    client.post("/me/privacy/erase/cancel/")
    assert Erasure.objects.filter(person=cast.author).exists()


@pytest.mark.parametrize("words", ["keep", "remove"])
def test_a_whole_life_here_leaves_no_name_behind(cast: Cast, story, reply, words: str) -> None:
    """As above, through every room: groups, stories, answers, marks, drafts, reports, notices."""
    person = Person(id=987654321987, username="zanzibar-lantern-9917", age_confirmed_at=now())
    person.save(force_insert=True)
    told = _live_in_the_rooms(person, cast, story, reply)
    named = re.compile(r"987654321987|zanzibar-lantern-9917")
    before = {table for table, rows in everything_stored().items() if named.search(rows)}
    assert {"groups_membership", "stories_draft", "notices_notice"} <= before
    actions.request_erasure(by=person, words=words)
    carry_out_later()
    stored = everything_stored()
    assert {table for table, rows in stored.items() if named.search(rows)} == set()
    assert ("My sister was the brave one." in stored["stories_story"]) == (words == "keep")
    for job in ProcrastinateJob.objects.filter(task_name="groups.forget_name"):
        forget_name(**job.args)  # each at a time of its own, when the words are kept
    assert told.persona.name not in everything_stored()["groups_persona"]


def _live_in_the_rooms(person: Person, cast: Cast, story, reply):
    group = cast.group
    look = suggest("en", 1)[0]
    told = groups.join(
        by=person, group=group, name=look.name, seed=look.seed, rules_version=group.rules_version
    )
    own = stories.publish(
        by=person, group=group, form_key="own", happened="My sister was the brave one."
    )
    stories.answer(by=person, story=story, form_key="a", words="I hear you.")
    stories.answer(by=cast.author, story=own, form_key="b", words="Thank you for telling.")
    stories.react(by=person, story=story, word="hear")
    stories.bookmark(by=person, story=story)
    stories.hide_topic(by=person, topic="death")
    stories.save_draft(by=person, place="write:x", fields={"happened": "Not yet said."})
    groups.mute(by=person, persona=cast.personas["member"])
    groups.block(by=person, persona=cast.personas["guide"])
    groups.grant_role(by=cast.coordinator, group=group, person=person, role="supporter")
    report(
        by=person, subject_kind="reply", subject_key=reply.key, kind="unkind", words="It hurt me."
    )
    notices.choose(by=person, ways={"answer": (True, "never")})
    return told
