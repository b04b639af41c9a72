"""Coming back after an account was closed: harder, never shut, and nobody is known by it."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from damayan.foundation.clock import now
from damayan.groups import actions as groups
from damayan.people import actions, challenges, returning, upkeep
from damayan.people.models import ClosedSession, Person
from damayan.people.queries import on_probation
from damayan.people.rules import PROBATION, PROBATION_POSTS
from damayan.stories import actions as stories
from damayan.stories.models import Story
from tests.cast import PASSPHRASE
from tests.people.pages import everything_stored, joining

JOIN = "/join/"


@pytest.fixture
def closed(cast, client_of) -> Client:
    """The browser in which the author was signed in when their account was closed."""
    client = Client()
    client.post("/account/login/", {"login": cast.author.username, "password": PASSPHRASE})
    assert client.get("/me/").status_code == 200
    actions.close_account(person=cast.author)
    return client


def solution(asked) -> str:
    """What home/challenge.js would send."""
    for number in range(asked["maxNumber"] + 1):
        tried = hashlib.sha256(f"{asked['salt']}{number}".encode()).hexdigest()
        if tried == asked["challenge"]:
            answer = {k: asked[k] for k in ("algorithm", "challenge", "salt", "signature")}
            return base64.b64encode(json.dumps({**answer, "number": number}).encode()).decode()
    raise AssertionError


def newest() -> Person:
    return Person.objects.latest("pk")


def test_nothing_is_kept_of_who_is_in_good_standing(cast, visitor):
    visitor.post("/account/login/", {"login": cast.member.username, "password": PASSPHRASE})
    visitor.get("/me/")
    visitor.post("/account/logout/")
    assert returning.COOKIE not in visitor.cookies
    assert not ClosedSession.objects.exists()


def test_the_browser_of_a_closed_account_is_known_again(cast, closed):
    assert closed.get("/me/").status_code == 302
    assert closed.cookies[returning.COOKIE].value
    closed.get("/")
    form = joining(closed)
    answer = closed.post(JOIN, form)
    assert answer.status_code == 422, "a moment of work first"
    page = answer.content.decode()
    assert "careful with new accounts" in page
    assert "closed" not in page[page.index("<main") : page.index("</main>")]
    asked = challenges.new_challenge(hard=True)
    assert closed.post(JOIN, form | {"altcha": solution(asked)}).url == "/join/ready/"
    assert on_probation(newest())


def test_signing_in_to_a_closed_account_marks_the_browser_too(cast, visitor):
    actions.close_account(person=cast.author)
    visitor.post("/account/login/", {"login": cast.author.username, "password": PASSPHRASE})
    assert visitor.cookies[returning.COOKIE].value


def test_a_wrong_passphrase_marks_nobody(cast, visitor):
    actions.close_account(person=cast.author)
    visitor.post("/account/login/", {"login": cast.author.username, "password": "wrong words"})
    assert returning.COOKIE not in visitor.cookies
    assert visitor.post(JOIN, joining(visitor)).url == "/join/ready/"


def test_waiting_does_instead_of_the_work(cast, closed):
    closed.get("/me/")
    form = joining(closed)
    first = closed.post(JOIN, form)
    token = _wait_on(first.content.decode())
    with time_machine.travel(now() + timedelta(seconds=challenges.WAIT + 5)):
        assert closed.post(JOIN, form | {"waited": token}).status_code == 422, "longer than usual"
    with time_machine.travel(now() + timedelta(seconds=challenges.LONGER_WAIT + 5)):
        assert closed.post(JOIN, form | {"waited": token}).url == "/join/ready/"


def _wait_on(page: str) -> str:
    return page.split('name="waited" value="')[1].split('"', maxsplit=1)[0]


def test_an_easy_challenge_does_not_solve_a_hard_one(db):
    easy, hard = challenges.new_challenge(), challenges.new_challenge(hard=True)
    assert hard["maxNumber"] == 10 * easy["maxNumber"]
    assert not challenges.solved(solution(easy), hard=True)
    assert challenges.solved(solution(challenges.new_challenge()))


def test_somebody_else_in_that_network_only_works_a_moment_and_only_today(cast, closed):
    closed.get("/me/")
    neighbour = Client()
    form = joining(neighbour)
    assert neighbour.post(JOIN, form).status_code == 422
    answer = neighbour.post(JOIN, form | {"altcha": solution(challenges.new_challenge(hard=True))})
    assert answer.url == "/join/ready/"
    assert not on_probation(newest()), "their words do not wait"
    with time_machine.travel(now() + timedelta(days=1)):
        tomorrow = Client()
        assert tomorrow.post(JOIN, joining(tomorrow)).url == "/join/ready/"


def test_it_is_over_after_thirty_days(cast, closed):
    with time_machine.travel(now() + returning.REMEMBERED + timedelta(days=1)):
        closed.get("/me/")
        assert returning.COOKIE not in closed.cookies
        returning.forget()
        assert not ClosedSession.objects.exists()


def test_a_mark_that_is_too_old_or_forged_is_none(closed, rf):
    closed.get("/me/")
    good = closed.cookies[returning.COOKIE].value
    for value, right in ((good, True), (good[:-2], False), ("", False), ("x:y:z", False)):
        request = rf.get("/")
        request.COOKIES[returning.COOKIE] = value
        assert returning.is_marked(request) is right
    with time_machine.travel(now() + timedelta(days=31)):
        request.COOKIES[returning.COOKIE] = good
        assert not returning.is_marked(request)


def test_what_is_kept_names_no_account_and_every_mark_looks_alike(cast, closed):
    closed.get("/me/")
    kept = everything_stored()["people_closedsession"]
    assert cast.author.username not in kept
    fields = {field.name for field in ClosedSession._meta.get_fields()}
    assert fields == {"id", "hash", "until"}
    value = closed.cookies[returning.COOKIE].value
    assert value.startswith(":"), "a moment and a signature, no number of any kind"


def test_counts_of_networks_go_with_the_day(cast, closed):
    from django.core.cache import cache

    closed.get("/me/")
    with time_machine.travel(now() + timedelta(days=1, hours=1)):
        upkeep.forget_counts()
    rows = everything_stored()["foundation_cache"]
    assert "near:" not in rows
    cache.clear()


def test_ordinary_visits_ask_nothing_more(cast, client_of, django_assert_num_queries):
    client = client_of(cast.member)
    client.get("/about/")
    with django_assert_num_queries(2):
        client.get("/about/")
    with django_assert_num_queries(0):
        Client().get("/about/")


def test_first_words_wait_for_a_guide_and_then_no_more(cast, group):
    person = actions.join(
        username="somebody-new-1",
        passphrase="lamp over warm water x",
        language="en",
        first_name="",
        first_seed=None,
        age_confirmed=True,
        on_probation=True,
    )
    assert person.probation_until > now() + PROBATION - timedelta(minutes=1)
    groups.join(by=person, group=group, name="Quiet Narra", seed=77, rules_version=1)
    made = [tell(person, group, n) for n in range(PROBATION_POSTS)]
    assert all(Story.objects.get(pk=one.pk).waiting_at for one in made)
    for one in made:
        stories.release(by=cast.guide, story=one)
    after = tell(person, group, 9)
    assert Story.objects.get(pk=after.pk).waiting_at is None
    assert Story.objects.get(pk=tell(cast.member, group, 10).pk).waiting_at is None


def test_probation_ends(cast, group):
    Person.objects.filter(pk=cast.member.pk).update(probation_until=now() - timedelta(seconds=1))
    member = Person.objects.get(pk=cast.member.pk)
    assert not on_probation(member)
    assert Story.objects.get(pk=tell(member, group, 1).pk).waiting_at is None


def tell(person, group, number):
    return stories.publish(
        by=person, group=group, form_key=f"{number:022}", happened="A quiet evening, again."
    )
