import threading

import pytest
from django.db import connection, transaction

from damayan.foundation.verdict import Refused
from damayan.groups.models import PersonaMute
from damayan.notices.models import Notice
from damayan.stories.actions import answer, answer_to, publish, react, unreact
from damayan.stories.models import Draft, Reaction, Reply, Story

WORDS = "You are not doing it wrong."


def test_a_members_answer_is_counted_and_told_to_the_author(cast, story):
    reply = answer(by=cast.member, story=story, form_key="a1", words=WORDS)
    story.refresh_from_db()
    assert (story.reply_count, story.first_answer_at) == (1, reply.created_at)
    assert story.active_at == reply.created_at
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (cast.author, f"/replies/{reply.key}/")
    assert notice.thread == f"story:{story.key}"


def test_what_a_notice_says_gives_away_neither_persona_nor_words(cast, story, persona_of):
    answer(by=cast.member, story=story, form_key="a1", words=WORDS)
    text = Notice.objects.get().text
    assert persona_of(cast.member).name not in text
    assert story.title not in text


def test_the_authors_own_reply_is_no_answer(cast, story):
    answer(by=cast.author, story=story, form_key="a1", words="One more thing.")
    story.refresh_from_db()
    assert (story.reply_count, story.first_answer_at) == (0, None)
    assert not Notice.objects.exists()


def test_the_same_form_twice_makes_one_answer(cast, story):
    first = answer_to(by=cast.member, story_key=story.key, form_key="a1", words=WORDS)
    second = answer_to(by=cast.member, story_key=story.key, form_key="a1", words=WORDS)
    assert (first.key, first.made, second.made) == (second.key, True, False)
    story.refresh_from_db()
    assert (story.reply_count, Notice.objects.count()) == (1, 1)


def test_a_form_sent_again_after_answers_were_closed_still_finds_its_answer(cast, story):
    first = answer_to(by=cast.member, story_key=story.key, form_key="a1", words=WORDS)
    Story.objects.update(replies_closed_at=story.created_at)
    assert answer_to(by=cast.member, story_key=story.key, form_key="a1", words="x").key == first.key


@pytest.mark.parametrize("part", ["outsider", "coordinator"])
def test_somebody_outside_the_group_cannot_answer(cast, story, part):
    with pytest.raises(Refused):
        answer(by=cast.people[part], story=story, form_key="a1", words=WORDS)


def test_for_somebody_the_author_blocked_the_story_is_not_there(cast, story):
    with pytest.raises(Story.DoesNotExist):
        answer(by=cast.blocked, story=story, form_key="a1", words=WORDS)


def test_an_answer_to_an_answer_tells_both_and_nests_one_level(cast, story, reply):
    second = answer(by=cast.supporter, story=story, form_key="a2", words=WORDS, parent=reply)
    third = answer(by=cast.guide, story=story, form_key="a3", words=WORDS, parent=second)
    assert (second.parent_id, third.parent_id) == (reply.pk, reply.pk)
    told = Notice.objects.filter(cause=f"reply:{second.key}").values_list("person", flat=True)
    assert set(told) == {cast.author.pk, cast.member.pk}


def test_somebody_muted_is_not_announced(cast, story, persona_of):
    PersonaMute.objects.create(muter=persona_of(cast.author), muted=persona_of(cast.member))
    answer(by=cast.member, story=story, form_key="a1", words=WORDS)
    assert not Notice.objects.exists()


def test_answering_drops_the_draft(cast, story):
    Draft.objects.create(person=cast.member, place=f"reply:{story.key}", sealed=b"x")
    answer(by=cast.member, story=story, form_key="a1", words=WORDS)
    assert not Draft.objects.exists()


def test_a_flood_of_answers_meets_a_limit_with_a_reason(cast, story, settings):
    settings.REPLIES_PER_HOUR = 2
    for number in range(2):
        answer(by=cast.member, story=story, form_key=f"a{number}", words=WORDS)
    with pytest.raises(Refused, match="take a breath"):
        answer(by=cast.member, story=story, form_key="a9", words=WORDS)
    answer(by=cast.supporter, story=story, form_key="a9", words=WORDS)


@pytest.mark.parametrize("words", ["", "  \n ", "\x00", "\ud800"])
def test_an_empty_answer_is_refused_kindly(cast, story, words):
    with pytest.raises(Refused, match="few words"):
        answer(by=cast.member, story=story, form_key="a1", words=words)


def test_answering_costs_four_queries_after_the_session(cast, story, django_assert_num_queries):
    story_key = story.key
    answer_to(by=cast.member, story_key=story_key, form_key="a0", words=WORDS)
    # where I stand, the reply with the counters, how the author wants to hear, the notice;
    # two more are the test's own savepoint
    with django_assert_num_queries(4 + 2):
        answer_to(by=cast.member, story_key=story_key, form_key="a1", words=WORDS)


@pytest.mark.django_db(transaction=True)
def test_two_phones_sending_one_form_at_once_make_one_answer(cast, story):
    done, start = [], threading.Barrier(2)

    def send():
        start.wait()
        try:
            done.append(
                answer_to(by=cast.member, story_key=story.key, form_key="same", words=WORDS).key
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    assert len(set(done)) == 1
    story.refresh_from_db()
    assert (Reply.objects.count(), story.reply_count, Notice.objects.count()) == (1, 1, 1)


def test_a_word_said_twice_counts_once_and_can_be_taken_back(cast, story, reply):
    for _time in range(2):
        react(by=cast.member, story=story, word="hear")
        react(by=cast.author, story=story, reply=reply, word="thanks")
    story.refresh_from_db()
    reply.refresh_from_db()
    assert (story.hear, reply.thanks) == (1, 1)
    for _time in range(2):
        unreact(by=cast.member, story=story, word="hear")
    story.refresh_from_db()
    assert (story.hear, Reaction.objects.count()) == (0, 1)


def test_nobody_says_a_word_to_their_own_story(cast, story):
    with pytest.raises(Refused):
        react(by=cast.author, story=story, word="hear")
    with pytest.raises(Refused):
        react(by=cast.outsider, story=story, word="hear")


def test_publishing_once_per_form_and_only_as_a_member(cast, group):
    first = publish(by=cast.member, group=group, form_key="s1", happened="I am *here*.")
    again = publish(by=cast.member, group=group, form_key="s1", happened="I am *here*.")
    assert first.pk == again.pk
    assert (first.first_here, first.title, first.html) == (
        True,
        "I am here.",
        "<p>I am <em>here</em>.</p>",
    )
    second = publish(by=cast.member, group=group, form_key="s2", happened="More.", felt="Sad.")
    assert not second.first_here
    with pytest.raises(Refused):
        publish(by=cast.outsider, group=group, form_key="s1", happened="I am here.")
    with transaction.atomic():
        assert Story.objects.count() == 2
