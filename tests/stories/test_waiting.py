"""Words that wait for a guide: which these are, and who meets them."""

from datetime import timedelta

import pytest

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.home.queries import tonight, welcome
from damayan.notices.models import Notice
from damayan.safety.models import Concern
from damayan.stories import search_queries
from damayan.stories.actions import (
    answer,
    answer_to,
    mark_helpful,
    publish,
    publish_to,
    react,
    release,
)
from damayan.stories.figures import measured, read_within
from damayan.stories.live import Answers
from damayan.stories.models import Reply, Story
from damayan.stories.queries.group import group_page
from damayan.stories.queries.lists import mine_page, unanswered_page
from damayan.stories.search_links import Asked
from tests.cast import ROLES
from tests.stories.waiting import CALM, URGENT, customs

OTHERS = [role for role in ROLES if role not in {"member", "guide", "coordinator"}]
SEES_IT = ("member", "guide", "coordinator")


# Who waits.


def test_nobody_waits_where_the_group_does_not_ask_for_it(cast, story):
    assert not publish_to(by=cast.member, group=cast.group, form_key="a", happened=URGENT).waits
    assert not answer_to(by=cast.member, story_key=story.key, form_key="b", words=URGENT).waits


def test_the_first_posts_of_somebody_new_wait_and_later_ones_do_not(cast, story):
    customs(cast, first_posts=2)
    first = answer(by=cast.member, story=story, form_key="a", words=CALM)
    again = publish(by=cast.member, group=cast.group, form_key="b", happened=CALM)
    third = answer(by=cast.member, story=story, form_key="c", words=CALM)
    assert all(row.waiting_at for row in (first, again, third)), "none was read by anybody yet"
    release(by=cast.guide, story=story, reply=first)
    release(by=cast.guide, story=again)
    assert not answer(by=cast.member, story=story, form_key="d", words=CALM).waiting_at


def test_who_has_told_here_before_the_group_asked_is_no_newcomer(cast, story, reply):
    customs(cast, first_posts=1)
    assert not answer(by=cast.member, story=story, form_key="a", words=CALM).waiting_at
    assert not publish(by=cast.author, group=cast.group, form_key="b", happened=CALM).waiting_at


def test_a_guides_own_words_never_wait(cast, story):
    customs(cast, first_posts=5, urgent_waits=True, word_list=[{"words": "rice", "does": "wait"}])
    for number, words in enumerate((CALM, URGENT)):
        made = answer(by=cast.guide, story=story, form_key=f"g{number}", words=words)
        assert not made.waiting_at


def test_urgent_words_wait_where_the_group_says_so_and_alarm_all_the_same(cast, story):
    customs(cast, urgent_waits=True)
    made = answer_to(by=cast.member, story_key=story.key, form_key="a", words=URGENT)
    calm = answer_to(by=cast.member, story_key=story.key, form_key="b", words=CALM)
    assert (made.waits, made.raised, calm.waits) == (True, Concern.Level.URGENT, False)
    assert Concern.objects.get().alarmed_at


@pytest.mark.parametrize(("does", "waiting"), [("wait", True), ("concern", False)])
def test_words_of_the_groups_own_list_are_seen_however_they_are_spelled(cast, story, does, waiting):
    customs(cast, word_list=[{"words": "crypto", "does": does}])
    made = answer_to(by=cast.member, story_key=story.key, form_key="a", words="Buy CRYPT0 now, ok")
    assert made.waits is waiting
    concern = Concern.objects.get()
    assert {"rule": "group word list", "words": "CRYPT0"} in concern.explanation
    assert concern.level >= Concern.Level.CONCERN
    assert answer_to(by=cast.author, story_key=story.key, form_key="b", words=CALM).waits is False


def test_what_an_importer_brings_never_waits_and_is_never_slowed(cast):
    customs(cast, first_posts=3, urgent_waits=True, slow_minutes=60)
    long_ago = now() - timedelta(days=9)
    for number in range(2):
        told = publish(
            by=cast.member, group=cast.group, form_key=f"i{number}", happened=URGENT, at=long_ago
        )
        assert told.waiting_at is None
    assert not Concern.objects.exclude(alarmed_at=None).exists()


def test_the_form_sent_twice_makes_one_waiting_text(cast, story):
    customs(cast, first_posts=1)
    first = answer_to(by=cast.member, story_key=story.key, form_key="a", words=CALM)
    second = answer_to(by=cast.member, story_key=story.key, form_key="a", words=CALM)
    assert (second.key, second.made, second.waits) == (first.key, False, True)
    assert Concern.objects.count() == 1


# Who meets them.


@pytest.mark.parametrize("role", ROLES)
def test_a_waiting_story_is_met_by_its_author_and_by_guides_alone(
    cast, waiting_story, client_of, role
):
    person, sees = cast.people[role], role in SEES_IT
    client, url = client_of(person), f"/stories/{waiting_story.key}/"
    answered = client.get(url)
    assert answered.status_code == (200 if sees else 404)
    assert ("We cooked rice" in answered.content.decode()) is sees
    assert Story.objects.visible_to(person).filter(pk=waiting_story.pk).exists() is sees
    assert client.post(f"{url}reply/", {"words": "x", "who": "as_is"}).status_code == (
        302 if sees else 404
    )
    assert client.post(f"{url}say/", {"word": "hear"}).status_code == (302 if sees else 404)
    assert client.get(f"/report/story/{waiting_story.key}/").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_a_waiting_answer_is_met_by_its_author_and_by_guides_alone(
    cast, story, waiting_reply, client_of, role
):
    if role == "blocked":
        pytest.skip("the story's author is gone for them")
    person, sees = cast.people[role], role in SEES_IT
    client = client_of(person)
    page = client.get(f"/stories/{story.key}/").content.decode()
    assert ("We cooked rice" in page) is sees
    assert (waiting_reply.key in page) is sees
    assert "No answer yet" in page
    assert client.get(f"/replies/{waiting_reply.key}/").status_code == (302 if sees else 404)
    seen = Reply.objects.visible_to(person).filter(pk=waiting_reply.pk)
    assert seen.exists() is sees


def test_a_visitor_meets_nothing_that_waits(cast, story, waiting_reply, waiting_story, visitor):
    assert visitor.get(f"/stories/{waiting_story.key}/").status_code == 404
    assert visitor.get(f"/replies/{waiting_reply.key}/").status_code == 404
    for url in (f"/stories/{story.key}/", f"/groups/{cast.group.slug}/", "/"):
        assert "We cooked rice" not in visitor.get(url).content.decode()


def test_a_kept_piece_of_the_page_never_shows_it_to_somebody_else(
    cast, story, waiting_reply, client_of, visitor
):
    url = f"/stories/{story.key}/"
    for part, sees in (("member", True), ("supporter", False), ("guide", True), ("author", False)):
        page = client_of(cast.people[part]).get(url).content.decode()
        assert ("We cooked rice" in page) is sees
    assert "We cooked rice" not in visitor.get(url).content.decode()
    release(by=cast.guide, story=story, reply=waiting_reply)
    for client in (visitor, client_of(cast.author), client_of(cast.member)):
        page = client.get(url).content.decode()
        assert "We cooked rice" in page
        assert "reads this first" not in page


def test_the_page_asks_no_more_for_what_waits_there(
    cast, story, waiting_reply, client_of, visitor, django_assert_num_queries
):
    url, supporter = f"/stories/{story.key}/", client_of(cast.supporter)
    supporter.get(url)
    with django_assert_num_queries(4):
        supporter.get(url)
    with django_assert_num_queries(2):
        visitor.get(url)


@pytest.mark.parametrize("role", ["author", "supporter", "outsider", "guide", "member"])
def test_lists_search_and_counts_know_nothing_of_what_waits(
    cast, story, waiting_story, waiting_reply, role
):
    person = cast.people[role]
    keys = {card.key for card in group_page(person, cast.group.slug, filters={}).cards}
    first, page = unanswered_page(person)
    keys |= {row.key for row in [*first, *page.rows]}
    found = search_queries.search(person, Asked(words="fish"))
    keys |= {line.reply.key if line.reply else line.story.key for line in found.lines}
    keys |= {card.story.key for card in [*welcome(person).waiting, *tonight("en").waiting]}
    assert not keys & {waiting_story.key, waiting_reply.key}
    assert all(fresh.new == 0 or fresh.membership for fresh in welcome(person).groups)
    story.refresh_from_db()
    assert (story.reply_count, story.first_answer_at) == (0, None)
    states = Answers().states(story.key, [person.pk])
    assert states.get(person.pk, {"new": 0}) == {"new": 0}


def test_nothing_of_it_is_told_and_no_guide_meets_it_as_unread(
    cast, story, waiting_reply, client_of
):
    assert not Notice.objects.exists()
    guide = client_of(cast.guide)
    guide.get(f"/stories/{story.key}/")
    assert "unread" not in guide.get(f"/stories/{story.key}/").content.decode()


def test_my_own_waiting_story_stands_among_my_stories(cast, waiting_story, client_of):
    assert [row.key for row in mine_page(cast.member).rows] == [waiting_story.key]
    assert "a guide reads it first" in client_of(cast.member).get("/mine/").content.decode()


def test_the_author_reads_kindly_what_happens_and_where_help_is(cast, waiting_story, client_of):
    page = client_of(cast.member).get(f"/stories/{waiting_story.key}/").content.decode()
    assert "A guide reads this first" in page
    assert "cannot promise" in page, "nobody is on shift"
    assert "/help/" in page
    assert "Edit" in page
    guide = client_of(cast.guide).get(f"/stories/{waiting_story.key}/").content.decode()
    assert "only guides and its author see it" in guide


def test_how_soon_guides_read_is_measured_and_only_said_when_known(cast, story):
    customs(cast, first_posts=30)
    assert read_within({}) == ""
    for number in range(10):
        made = answer(by=cast.member, story=story, form_key=f"n{number}", words=CALM)
        ago = now() - timedelta(minutes=60)
        Reply.objects.filter(pk=made.pk).update(created_at=ago, waiting_at=ago)
        release(by=cast.guide, story=story, reply=made)
    times = measured()[cast.group.pk]
    assert times["read"] == 60
    assert "within about an hour" in read_within(times)


def test_nobody_answers_or_praises_words_that_wait(cast, story, waiting_story, waiting_reply):
    words = {"by": cast.guide, "form_key": "x", "words": CALM}
    with pytest.raises(Refused, match="reads this story first"):
        answer(story=waiting_story, **words)
    with pytest.raises(Refused, match="no longer here"):
        answer(story=story, parent=waiting_reply, **words)
    with pytest.raises(Refused, match="first"):
        react(by=cast.guide, story=waiting_story, word="hear")
    with pytest.raises(Refused):
        mark_helpful(by=cast.author, reply=waiting_reply)
