"""The coach beside an answer that is being written: asked for, private, and never in the way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from damayan.people.holdings import registered
from damayan.stories.models import Draft, Reply
from damayan.support.actions.coach import keep_coach_away, let_coach_look
from damayan.support.models import Coaching

PREACHING = "You should pray more, everything happens for a reason."
FRAGMENT = {"headers": {"X-Fragment": "beside"}}


@pytest.fixture
def look(story):
    return f"/stories/{story.key}/look/"


def typed(story, words=PREACHING, **more):
    return {"words": words, "place": f"reply:{story.key}", "form_key": "f1", **more}


def read(response) -> str:
    return response.content.decode()


def test_whoever_may_answer_finds_the_button_beside_the_answer(cast, story, look, client_of):
    assert f'formaction="{look}"' in read(client_of(cast.member).get(f"/stories/{story.key}/"))
    assert look not in read(Client().get(f"/stories/{story.key}/"))


def test_the_button_costs_the_story_page_no_query(cast, story, client_of):
    client = client_of(cast.member)
    client.get(f"/stories/{story.key}/")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"/stories/{story.key}/")
    assert not [one for one in seen.captured_queries if "support_coaching" in str(one["sql"])]


def test_until_it_is_switched_on_it_looks_at_nothing_and_says_what_it_would_do(
    cast, story, look, client_of
):
    page = read(client_of(cast.member).post(look, typed(story)))
    assert "It is off until you switch it on." in page
    assert "Leave out what they should feel" not in page
    assert PREACHING in page
    assert not Coaching.objects.exists()


def test_switching_it_on_looks_at_once_at_the_words_that_are_there(cast, story, look, client_of):
    client = client_of(cast.member)
    page = read(client.post(f"{look}on/", typed(story)))
    assert Coaching.objects.get().person == cast.member
    assert "Leave out what they should feel or believe" in page
    assert "You should" in page.split("Why it says this")[1]
    assert f">\n{PREACHING}</textarea>" in page


def test_without_scripts_nothing_typed_is_lost_and_the_answer_goes_out_from_there(
    cast, story, look, client_of
):
    let_coach_look(by=cast.member)
    client = client_of(cast.member)
    page = read(client.post(look, typed(story)))
    assert f'action="/stories/{story.key}/reply/"' in page
    assert Draft.objects.get().person == cast.member
    assert PREACHING in read(client.get(f"/stories/{story.key}/"))
    client.post(f"/stories/{story.key}/reply/", typed(story, "What was he like?"))
    assert Reply.objects.filter(words="What was he like?").exists()
    assert not Draft.objects.exists()


def test_with_scripts_only_the_piece_comes_and_nothing_is_written(cast, story, look, client_of):
    let_coach_look(by=cast.member)
    response = client_of(cast.member).post(look, typed(story), **FRAGMENT)
    assert read(response).lstrip().startswith('<div id="beside"')
    assert "<html" not in read(response)
    assert "X-Fragment" in response["Vary"]
    assert not Draft.objects.exists()


def test_the_answer_to_an_answer_stays_one(cast, story, look, client_of):
    let_coach_look(by=cast.member)
    page = read(client_of(cast.member).post(look, typed(story, to="abc123")))
    assert '<input type="hidden" name="to" value="abc123">' in page


def test_words_from_a_hostile_hand_stay_words(cast, story, look, client_of):
    let_coach_look(by=cast.member)
    words = '</textarea><script>alert(1)</script> You should "pray" <img src=x>'
    page = read(client_of(cast.member).post(look, typed(story, words)))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("words", ["", " ", "?" * 9000, "\x00\x00", "you " * 4000])
def test_odd_words_are_answered_too(cast, story, look, client_of, words):
    let_coach_look(by=cast.member)
    assert client_of(cast.member).post(look, typed(story, words)).status_code == 200


def test_who_was_signed_out_signs_in_again_and_finds_the_words(cast, story, look, client_of):
    client = Client()
    response = client.post(look, typed(story))
    assert response["Location"].startswith("/account/login/")
    assert not Coaching.objects.exists()


def test_who_may_not_read_the_story_gets_nothing_and_switches_nothing_on(
    cast, story, look, client_of
):
    client = client_of(cast.blocked)
    assert client.post(look, typed(story)).status_code == 404
    assert client.post(f"{look}on/", typed(story)).status_code == 404
    assert not Coaching.objects.exists()


def test_looking_is_never_done_by_following_a_link(cast, look, client_of):
    assert client_of(cast.member).get(look).status_code == 405
    assert client_of(cast.member).get("/coach/on/").status_code == 405


def test_it_is_switched_on_and_off_on_its_own_page(cast, client_of):
    client = client_of(cast.member)
    assert "It is off" in read(client.get("/coach/"))
    assert "The coach is on." in read(client.post("/coach/on/", follow=True))
    assert "It is on" in read(client.get("/coach/"))
    assert "The coach is off." in read(client.post("/coach/off/", follow=True))
    assert not Coaching.objects.exists()


def test_on_twice_and_off_twice_are_the_same_as_once(cast):
    let_coach_look(by=cast.member)
    since = Coaching.objects.get().since
    let_coach_look(by=cast.member)
    assert Coaching.objects.get().since == since
    keep_coach_away(by=cast.member)
    keep_coach_away(by=cast.member)
    assert not Coaching.objects.exists()


def test_what_is_kept_is_the_wish_alone_and_it_goes_with_the_person(cast):
    let_coach_look(by=cast.member)
    (holding,) = [one for one in registered() if "support.Coaching" in one.models]
    (wish,) = holding.export(cast.member)
    assert list(wish) == ["May look at your drafts since"]
    holding.erase(cast.member, "keep")
    assert not Coaching.objects.exists()
    assert {field.name for field in Coaching._meta.fields} == {"id", "person", "since"}


def test_a_filipino_reader_is_advised_in_filipino(cast, story, look, client_of):
    let_coach_look(by=cast.member)
    cast.member.language = "fil"
    cast.member.save()
    page = read(client_of(cast.member).post(look, typed(story, "Just be strong.")))
    assert "Madalas tumahimik ang taong sinasabihang magpakatatag." in page
    assert "You do not have to be strong here." in page or "You may cry." in page
