import threading

import pytest
from django.db import connection
from django.test import Client

from damayan.groups.models import Membership
from damayan.stories.actions import publish, save_draft
from damayan.stories.models import Draft, Reply, Story
from tests.cast import PASSPHRASE

WORDS = "Kagabi, umiyak ako sa jeep. Walang nakakita."


@pytest.fixture
def write(cast):
    return f"/groups/{cast.group.slug}/write/"


def _form(**changes):
    return {
        "kind": "story",
        "language": "taglish",
        "happened": WORDS,
        "form_key": "form-1",
    } | changes


def _page(client, address):
    return client.get(address).content.decode()


def test_a_member_looks_at_their_story_first_and_then_tells_it(cast, write, client_of):
    client = client_of(cast.member)
    data = _form(felt="Tired.", helped=["walking"], topics=["death"], feelings=["sad"])
    html = client.post(f"{write}preview/", data).content.decode()
    assert WORDS in html
    assert not Story.objects.exists()
    assert WORDS in _page(client, write)
    told = client.post(write, data)
    story = Story.objects.get()
    assert told["Location"] == f"/stories/{story.key}/"
    assert (story.helped, story.topics, story.feelings) == (["walking"], ["death"], ["sad"])
    assert (story.title, story.language) == (WORDS, "taglish")
    assert not Draft.objects.exists()


def test_the_same_form_twice_tells_one_story_and_leads_to_the_same_page(cast, write, client_of):
    client = client_of(cast.member)
    first, second = client.post(write, _form()), client.post(write, _form())
    assert first["Location"] == second["Location"]
    assert Story.objects.count() == 1


def test_every_rendered_form_has_a_key_of_its_own(cast, story, write, client_of):
    client = client_of(cast.member)
    for address in (write, f"/stories/{story.key}/"):
        seen = {
            _page(client, address).split('name="form_key" value="')[1].split('"')[0]
            for _time in range(3)
        }
        assert len(seen) == 3


@pytest.mark.django_db(transaction=True)
def test_two_phones_telling_one_story_at_once_tell_it_once(cast):
    done, start = [], threading.Barrier(2)

    def send():
        start.wait()
        try:
            made = publish(by=cast.member, group=cast.group, form_key="same", happened=WORDS)
            done.append(made.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    assert len(set(done)) == Story.objects.count() == 1


def test_a_form_that_comes_back_keeps_every_word_here_and_on_another_phone(cast, write, client_of):
    answer = client_of(cast.member).post(write, _form(happened=" ", felt="Only this.", title="T"))
    assert answer.status_code == 422
    assert "Only this." in answer.content.decode()
    assert "Only this." in _page(client_of(cast.member), write)
    assert "Only this." in _page(client_of(cast.member), "/drafts/")
    assert "Only this." not in _page(client_of(cast.supporter), write)


def test_drafts_are_sealed(cast, story):
    save_draft(by=cast.member, place=f"reply:{story.key}", fields={"words": WORDS})
    assert WORDS.encode() not in bytes(Draft.objects.get().sealed)


def test_a_refusal_keeps_the_words(cast, story, write, client_of, settings):
    settings.STORIES_PER_HOUR = settings.REPLIES_PER_HOUR = 1
    client, address = client_of(cast.member), f"/stories/{story.key}/"
    for number in range(2):
        client.post(write, _form(form_key=f"f{number}", happened=f"{WORDS} {number}"))
        client.post(
            f"{address}reply/", {"words": f"Nandito ako {number}", "form_key": f"r{number}"}
        )
    html = _page(client, address)
    assert f"{WORDS} 1" in _page(client, write)
    assert "Nandito ako 1" in html.split("compose")[-1]
    assert "take a breath" in html
    assert (Story.objects.count(), Reply.objects.count()) == (2, 1)


def test_too_many_words_are_counted_not_cut(cast, story, write, client_of):
    client = client_of(cast.member)
    answer = client.post(write, _form(happened="a" * 20_001))
    assert answer.status_code == 422
    assert "a" * 20_001 in answer.content.decode()
    client.post(f"/stories/{story.key}/reply/", {"words": "b" * 8_001, "form_key": "r"})
    html = _page(client, f"/stories/{story.key}/")
    assert "1 character too long" in html
    assert "b" * 8_001 in html
    assert Story.objects.count() == 1
    assert not Reply.objects.exists()


def test_whose_sign_in_has_ended_finds_the_words_after_signing_in_again(cast, story, write):
    for address, back, data in [
        (write, write, _form()),
        (f"{write}preview/", write, _form()),
        (f"/stories/{story.key}/reply/", f"/stories/{story.key}/", {"words": WORDS}),
    ]:
        client = Client()
        answer = client.post(address, data)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/?next=")
        client.post("/account/login/", {"login": cast.member.username, "password": PASSPHRASE})
        assert WORDS in _page(client, back)
    assert Story.objects.count() == 1
    assert not Reply.objects.exists()


def test_words_kept_for_somebody_signed_out_are_sealed_and_go_when_sent(cast, story):
    client = Client()
    client.post(f"/stories/{story.key}/reply/", {"words": WORDS, "form_key": "k1"})
    assert WORDS not in str(client.session.items())
    client.post("/account/login/", {"login": cast.member.username, "password": PASSPHRASE})
    client.post(f"/stories/{story.key}/reply/", {"words": WORDS, "form_key": "k1"})
    assert Reply.objects.get().words == WORDS
    assert "kept_words" not in client.session


def test_a_broken_form_token_does_nothing_and_hands_the_words_back(cast, story, write):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.member)
    for address, data in [
        (write, _form(felt="</textarea><script>alert(1)</script>")),
        (f"/stories/{story.key}/reply/", {"words": f"{WORDS} </textarea><script>"}),
    ]:
        answer = client.post(address, data)
        html = answer.content.decode()
        assert answer.status_code == 403
        assert WORDS in html
        assert "<script>" not in html
        assert "&lt;/textarea&gt;" in html
    assert Story.objects.count() == 1
    assert not Reply.objects.exists()
    assert not Draft.objects.exists()


def test_somebody_who_is_not_a_member_yet_joins_and_finds_the_words(cast, story, write, client_of):
    client = client_of(cast.outsider)
    assert client.get(write)["Location"].startswith(f"/groups/{cast.group.slug}/join/?next=")
    answer = client.post(write, _form())
    assert answer["Location"].startswith(f"/groups/{cast.group.slug}/join/?next=")
    client.post(f"/stories/{story.key}/reply/", {"words": "Ako rin po.", "form_key": "k"})
    membership = Membership.objects.get(persona=cast.personas["professional"])
    Membership.objects.filter(pk=membership.pk).update(person=cast.outsider)
    assert WORDS in _page(client, write)
    assert "Ako rin po." in _page(client, f"/stories/{story.key}/")


def test_a_visitor_is_asked_to_come_in_first(cast, write, visitor):
    assert visitor.get(write)["Location"].startswith("/join/?next=")


def test_saving_while_typing_answers_plainly(cast, story, client_of, visitor):
    place, data = f"reply:{story.key}", {"words": WORDS}
    client = client_of(cast.member)
    save = "/drafts/save/"
    assert client.post(save, data | {"place": place}).status_code == 204
    assert Draft.objects.get().place == place
    assert client.post(save, data | {"place": "elsewhere"}).status_code == 409
    assert client.post(save, data | {"place": "write:\x00"}).status_code == 409
    assert visitor.post(save, data | {"place": place}).status_code == 401
    assert client.post(save, {"words": " ", "place": place}).status_code == 204
    assert not Draft.objects.exists()


def test_a_draft_is_thrown_away_by_its_owner_alone(cast, story, client_of):
    save_draft(by=cast.member, place=f"reply:{story.key}", fields={"words": WORDS})
    drop = {"place": f"reply:{story.key}"}
    client_of(cast.supporter).post("/drafts/drop/", drop)
    assert Draft.objects.count() == 1
    client_of(cast.member).post("/drafts/drop/", drop)
    assert not Draft.objects.exists()


def test_an_answer_leads_back_to_itself(cast, story, client_of):
    answer = client_of(cast.member).post(
        f"/stories/{story.key}/reply/", {"words": "Naririnig kita.", "form_key": "k"}
    )
    made = Reply.objects.get()
    assert answer["Location"] == f"/stories/{story.key}/?last=1#r-{made.key}"


def test_the_author_edits_on_a_page_and_others_find_none(cast, story, reply, client_of):
    edit = f"/stories/{story.key}/edit/"
    html = _page(client_of(cast.author), edit)
    assert "four months since Papa" in html
    client_of(cast.author).post(edit, _form(happened="Five months.", title="Quiet"))
    story.refresh_from_db()
    assert (story.happened, story.title) == ("Five months.", "Quiet")
    for path in ("edit", "remove"):
        for person in (cast.member, cast.guide, cast.outsider, cast.blocked):
            client = client_of(person)
            assert client.get(f"/stories/{story.key}/{path}/").status_code == 404
            assert client.post(f"/stories/{story.key}/{path}/", _form()).status_code == 404
        assert client_of(cast.author).get(f"/replies/{reply.key}/{path}/").status_code == 404
        assert client_of(cast.member).get(f"/replies/{reply.key}/{path}/").status_code == 200


def test_guides_read_how_it_was_before_and_members_do_not(cast, story, client_of):
    client_of(cast.author).post(f"/stories/{story.key}/edit/", _form(happened="Five months."))
    address = f"/stories/{story.key}/history/"
    assert "four months since Papa" in _page(client_of(cast.guide), address)
    for person in (cast.author, cast.member, cast.outsider):
        assert client_of(person).get(address).status_code == 404


def test_removing_asks_once(cast, story, client_of):
    client, address = client_of(cast.author), f"/stories/{story.key}/remove/"
    client.get(address)
    story.refresh_from_db()
    assert story.removed_at is None
    client.post(address)
    story.refresh_from_db()
    assert story.removed_at
