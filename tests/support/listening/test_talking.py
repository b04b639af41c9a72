"""What two people say to each other: sealed, in order, once, for the two of them alone."""

from datetime import timedelta

import pytest
import time_machine

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.people.holdings import registered
from damayan.people.keys import destroy_key, seal_for
from damayan.people.models import Block
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of
from damayan.support.listening import actions, queries
from damayan.support.listening.live import Talks
from damayan.support.listening.models import Message, Talk, Wish
from tests.support.listening.conftest import asked

URGENT = "I want to kill myself tonight, I have the pills here."


def say(by, talk, words, key):
    return actions.say(by=by, talk=talk, words=words, form_key=key)


def heard(person, talk):
    return [one.words for one in queries.spoken(person, talk).messages]


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def test_both_read_the_same_in_the_same_order(cast, talk, listener):
    say(cast.author, talk, "It is so quiet at home.", "a")
    say(listener, talk, "Tell me about the quiet.", "b")
    say(cast.author, talk, "Papa used to whistle.", "c")
    expected = ["It is so quiet at home.", "Tell me about the quiet.", "Papa used to whistle."]
    assert heard(cast.author, talk) == heard(listener, talk) == expected


def test_nothing_stands_readable_in_the_database(cast, talk):
    say(cast.author, talk, "It is so quiet at home.", "a")
    assert b"quiet" not in bytes(Message.objects.get().words_sealed)
    destroy_key(cast.author)
    assert heard(cast.author, talk) == [None]


def test_a_form_sent_twice_says_it_once(cast, talk):
    first, _raised = say(cast.author, talk, "Hello", "a")
    again, _raised = say(cast.author, talk, "Hello", "a")
    assert first == again
    assert Talk.objects.get().said == Message.objects.count() == 1


@pytest.mark.parametrize("part", ["member", "outsider", "blocked", "guide", "coordinator"])
def test_nobody_else_reads_or_speaks(cast, talk, client_of, part):
    client = client_of(cast.people[part])
    assert client.get(f"/talks/{talk.key}/").status_code == 404
    assert client.post(f"/talks/{talk.key}/", {"words": "Hello"}).status_code == 404
    for deed in ("end", "block", "thank"):
        assert client.post(f"/talks/{talk.key}/{deed}/").status_code == 404
    assert Talks().topics(cast.people[part].pk, talk.key) is None
    with pytest.raises(Refused):
        say(cast.people[part], talk, "Hello", "x")


def test_the_live_channel_tells_the_two_how_much_was_said(cast, talk, listener):
    say(cast.author, talk, "Hello", "a")
    states = Talks().states(talk.key, [cast.author.pk, listener.pk, cast.member.pk])
    assert states == {key: {"said": 1, "open": True} for key in [cast.author.pk, listener.pk]}


def test_words_of_danger_reach_a_guide_and_only_those_words(cast, talk, client_of):
    say(cast.author, talk, "The rice is on the stove.", "a")
    client = client_of(cast.author)
    page = client.post(f"/talks/{talk.key}/", {"words": URGENT, "form_key": "b"}, follow=True)
    assert 'id="care"' in page.content.decode(), "she meets the card"
    concern = Concern.objects.get(subject_kind="talk")
    assert concern.level == Concern.Level.URGENT
    assert "pills" not in str(concern.explanation)
    case = client_of(cast.coordinator).get(f"/guides/reports/{concern.key}/")
    assert case.status_code == 200
    assert "rice" not in case.content.decode()
    assert "pills" in subject_of("talk").show(concern.subject_key).html
    assert client_of(cast.guide).get(f"/guides/reports/{concern.key}/").status_code == 404


def test_the_other_can_be_reported_and_hidden(cast, talk, listener, client_of):
    message, _raised = say(listener, talk, "Send me a picture of you.", "a")
    client = client_of(cast.author)
    assert client.post(f"/report/talk/{message.key}/", {"kind": "sexual"}).status_code == 302
    assert client_of(cast.member).get(f"/report/talk/{message.key}/").status_code == 404
    assert client_of(listener).get(f"/report/talk/{message.key}/").status_code == 404
    subject_of("talk").hide(by=cast.coordinator, key=message.key, reason="")
    assert heard(cast.author, talk) == [None]
    assert heard(listener, talk) == ["Send me a picture of you."]


def test_either_ends_it_and_no_word_follows(cast, talk, listener, client_of):
    actions.end(by=listener, talk=talk)
    actions.end(by=cast.author, talk=talk)
    assert Talk.objects.get().ended_by == "listener"
    assert told(cast.author)[-1] == "Your talk has ended gently."
    page = client_of(cast.author).post(f"/talks/{talk.key}/", {"words": "Wait", "form_key": "z"})
    assert "This talk has ended." in page.content.decode()
    words = page.content.decode()
    assert "Wait</textarea>" in words, "her words are still there"
    assert words.count('id="id_words"') == words.count('id="thanks_words"') == 1
    assert not Message.objects.exists()


def test_what_was_refused_stays_in_the_form(cast, talk, client_of):
    page = client_of(cast.author).post(f"/talks/{talk.key}/", {"words": "x" * 2001})
    assert "x" * 2001 in page.content.decode()


def test_ending_for_good_means_never_meeting_again(cast, talk, listener):
    actions.block(by=cast.author, talk=talk)
    assert Block.objects.filter(blocker=cast.author, blocked=listener).exists()
    assert told(listener)[-1] == "Your talk has ended gently.", "no word of a block"


def test_only_the_listener_sees_how_it_was(cast, talk, listener, client_of):
    with pytest.raises(Refused):
        actions.thank(by=cast.author, talk=talk, helped=True, understood=True)
    actions.end(by=cast.author, talk=talk)
    client_of(cast.author).post(
        f"/talks/{talk.key}/thank/", {"helped": "yes", "understood": "no", "words": "You stayed."}
    )
    page = client_of(listener).get(f"/talks/{talk.key}/").content.decode()
    assert "It helped." in page
    assert "You stayed." in page
    assert "They felt understood." not in page
    assert client_of(listener).post(f"/talks/{talk.key}/thank/").status_code == 404


def test_a_notice_comes_once_until_they_have_answered(cast, talk, listener):
    for n in range(5):
        say(cast.author, talk, f"Line {n}", str(n))
    assert told(listener).count("There are new words in your talk.") == 1
    say(listener, talk, "I am here.", "x")
    say(cast.author, talk, "Thank you.", "y")
    assert told(listener).count("There are new words in your talk.") == 2


def test_what_was_said_goes_a_month_after_the_end(cast, talk):
    say(cast.author, talk, "Hello", "a")
    actions.end(by=cast.author, talk=talk)
    assert actions.empty_ended() == 0
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert actions.empty_ended() == 1
    assert not Message.objects.exists()


def test_what_was_written_in_a_wish_goes_as_well(cast, talk):
    alone = asked(cast.member, words="Is anybody up?")
    actions.cancel(by=cast.member, wish=alone)
    actions.end(by=cast.author, talk=talk)
    held = next(h for h in registered() if "listening.Talk" in h.models)
    assert "Is anybody up?" in str(list(held.export(cast.member)))
    actions.empty_ended()
    assert Wish.objects.exclude(words_sealed=None).count() == 2
    about_hers = Concern.objects.filter(subject_kind="wish")
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        actions.empty_ended()
        assert Wish.objects.exclude(words_sealed=None).get() == talk.wish, "a guide still looks"
    about_hers.delete()
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        actions.empty_ended()
    assert not Wish.objects.exclude(words_sealed=None).exists()


def test_a_long_talk_is_read_and_exported_from_its_first_word(cast, talk, client_of):
    sealed = seal_for(cast.author, b"The first word", "talk")
    Message.objects.bulk_create(
        Message(talk=talk, place=n, side="member", form_key=str(n), words_sealed=sealed)
        for n in range(1, 202)
    )
    Talk.objects.update(said=201)
    client = client_of(cast.author)
    page = client.get(f"/talks/{talk.key}/").content.decode()
    assert page.count("The first word") == 200
    assert 'href="?all"' in page
    assert client.get(f"/talks/{talk.key}/?all").content.decode().count("The first word") == 201
    held = next(h for h in registered() if "listening.Talk" in h.models)
    assert str(list(held.export(cast.author))).count("The first word") == 201


def test_when_a_listener_erases_their_account_the_talk_ends_gently(cast, talk, listener):
    held = next(h for h in registered() if "listening.Talk" in h.models)
    held.erase(listener, "keep")
    listener.delete()
    assert Talk.objects.get().ended_at
    assert told(cast.author)[-1] == "Your talk has ended gently."
    assert asked(cast.author, "w2"), "she may ask for somebody else at once"


def test_whoever_blocked_hears_no_last_word(cast, talk, listener):
    actions.block(by=listener, talk=talk)
    before = told(listener)
    actions.thank(by=cast.author, talk=talk, helped=False, understood=False, words="I hate you.")
    assert told(listener) == before


def test_what_a_guide_still_looks_at_stays(cast, talk):
    say(cast.author, talk, URGENT, "a")
    actions.end(by=cast.author, talk=talk)
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert actions.empty_ended() == 0
    assert Message.objects.exists()


@pytest.mark.parametrize("words", ["keep", "remove"])
def test_a_listener_who_goes_leaves_no_trace_of_who_they_were(cast, talk, listener, words):
    say(listener, talk, "Tell me more.", "a")
    held = next(h for h in registered() if "listening.Talk" in h.models)
    assert "Tell me more." in str(list(held.export(listener)))
    held.erase(listener, words)
    listener.delete()
    left = Talk.objects.get()
    assert (left.listener, left.listener_name) == (None, "")
    assert heard(cast.author, left) == (["Tell me more."] if words == "keep" else [])


def test_pages_cost_the_same_however_much_was_said(
    cast, talk, client_of, django_assert_max_num_queries
):
    client = client_of(cast.author)
    for n in range(40):
        say(cast.author, talk, f"Line {n}", str(n))
    client.get(f"/talks/{talk.key}/")
    with django_assert_max_num_queries(6):
        client.get(f"/talks/{talk.key}/")
    with django_assert_max_num_queries(4):
        client.get("/talks/")


def test_the_word_after_a_talk_is_screened_and_can_be_reported(cast, talk, listener, client_of):
    actions.end(by=cast.author, talk=talk)
    actions.thank(by=cast.author, talk=talk, helped=None, understood=None, words=URGENT)
    concern = Concern.objects.get(subject_kind="last_word", subject_key=talk.key)
    assert concern.level == Concern.Level.URGENT
    assert "pills" not in str(concern.explanation)
    assert client_of(cast.coordinator).get(f"/guides/reports/{concern.key}/").status_code == 200
    assert client_of(listener).get(f"/report/last_word/{talk.key}/").status_code == 200
    assert client_of(cast.author).get(f"/report/last_word/{talk.key}/").status_code == 404
    subject = subject_of("last_word")
    assert "pills" in subject.show(talk.key).html
    subject.hide(by=cast.coordinator, key=talk.key, reason="")
    assert "pills" not in client_of(listener).get(f"/talks/{talk.key}/").content.decode()
