"""What becomes of words that wait: let out, declined, changed, taken back; never forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.safety.actions import close_concern
from damayan.safety.models import Concern, Outcome, Source
from damayan.safety.subjects import subject_of, waiting_of, waits
from damayan.stories.actions import (
    answer,
    bookmark,
    decline,
    edit_reply,
    edit_story,
    hide,
    release,
    remove_reply,
    remove_story,
    restore,
    tell_now,
)
from damayan.stories.models import Reply, Story
from damayan.stories.queries.lists import unanswered_page
from tests.cast import ROLES
from tests.stories.waiting import CALM, URGENT, customs, orphans

OTHERS = [role for role in ROLES if role not in {"member", "guide", "coordinator"}]
SEES_IT = ("member", "guide", "coordinator")


# The concern.


def test_what_waits_stands_in_the_guides_queue_even_when_nothing_was_found(cast, waiting_story):
    concern = Concern.objects.get()
    assert (concern.subject_key, concern.source) == (waiting_story.key, Source.WAITING)
    assert (concern.level, concern.alarmed_at) == (Concern.Level.CONCERN, None)
    assert waits("story", waiting_story.key)
    assert not waits("persona", "nobody")


def test_a_concern_cannot_be_closed_while_its_words_wait(cast, waiting_story):
    concern = Concern.objects.get()
    with pytest.raises(Refused, match="still wait"):
        close_concern(by=cast.guide, concern=concern, outcome=Outcome.KEPT)
    release(by=cast.guide, story=waiting_story)
    close_concern(by=cast.guide, concern=concern, outcome=Outcome.KEPT)
    assert orphans() == []


def test_guides_are_shown_that_it_waits_and_how_to_let_it_out(cast, waiting_story, waiting_reply):
    for kind, key in (("story", waiting_story.key), ("reply", waiting_reply.key)):
        shown = subject_of(kind).show(key)
        assert (shown.waiting, shown.declined, shown.hidden) == (True, False, False)
        verbs = waiting_of(kind)
        assert verbs.waiting([key, "other"]) == {key}
        assert verbs.decline(by=cast.guide, key=key, reason="Please leave out the shop.")
        assert subject_of(kind).show(key).declined
        assert verbs.release(by=cast.guide, key=key, seen=shown.changed_at)
        assert not subject_of(kind).show(key).waiting
    assert waiting_of("persona") is None


# Release.


def test_released_words_are_counted_and_told_as_if_posted_now(cast, story, waiting_reply):
    written = waiting_reply.created_at - timedelta(hours=2)
    Reply.objects.update(created_at=written, waiting_at=written)
    since = now()
    assert release(by=cast.guide, story=story, reply=waiting_reply)
    waiting_reply.refresh_from_db()
    story.refresh_from_db()
    assert waiting_reply.written_at == written
    assert waiting_reply.created_at >= since, "so that it is new for who has read the others"
    assert waiting_reply.released_by == cast.guide
    assert (story.reply_count, story.active_at) == (1, waiting_reply.created_at)
    assert story.first_answer_at == waiting_reply.created_at
    assert Notice.objects.get(person=cast.author).url == f"/replies/{waiting_reply.key}/"
    assert not release(by=cast.guide, story=story, reply=waiting_reply), "once"
    assert Notice.objects.filter(person=cast.author).count() == 1


def test_the_page_shows_when_released_words_were_written(cast, story, waiting_reply, visitor):
    written = now() - timedelta(hours=3)
    Reply.objects.update(created_at=written, waiting_at=written)
    release(by=cast.guide, story=story, reply=waiting_reply)
    assert "3 hours ago" in visitor.get(f"/stories/{story.key}/").content.decode()


def test_a_released_story_waits_for_answers_from_now_on(cast, waiting_story, visitor):
    long_ago = now() - timedelta(days=1)
    Story.objects.update(created_at=long_ago, waiting_at=long_ago, active_at=long_ago)
    assert release(by=cast.guide, story=waiting_story)
    waiting_story.refresh_from_db()
    assert waiting_story.created_at == waiting_story.active_at > long_ago
    assert visitor.get(f"/stories/{waiting_story.key}/").status_code == 200
    first, _page = unanswered_page(cast.supporter)
    assert [row.key for row in first] == [waiting_story.key]


def test_the_author_hears_that_it_is_out(cast, waiting_story):
    release(by=cast.guide, story=waiting_story)
    tell_now("story_out", waiting_story.key)
    tell_now("story_out", waiting_story.key)
    notice = Notice.objects.get(person=cast.member)
    assert "in the group now" in notice.text


def test_an_answer_to_an_answer_tells_both_when_it_is_released(cast, story, reply):
    customs(cast, first_posts=1)
    made = answer(by=cast.supporter, story=story, form_key="s", words=CALM, parent=reply)
    assert not Notice.objects.exists()
    release(by=cast.guide, story=story, reply=made)
    assert set(Notice.objects.values_list("person", flat=True)) == {
        cast.author.pk,
        cast.member.pk,
    }


@pytest.mark.parametrize("role", ROLES)
def test_only_guides_release_and_decline(cast, waiting_story, role):
    person = cast.people[role]
    if role in {"guide", "coordinator"}:
        assert decline(by=person, story=waiting_story, reason="Too soon.")
        assert release(by=person, story=waiting_story)
        return
    for deed in (release, lambda **of: decline(reason="x", **of)):
        with pytest.raises((Refused, Story.DoesNotExist)):
            deed(by=person, story=waiting_story)


def test_nobody_releases_their_own_words(cast, waiting_story, persona_of):
    Story.objects.update(author=persona_of(cast.guide))
    for deed in (release, lambda **of: decline(reason="x", **of)):
        with pytest.raises(Refused, match="your own"):
            deed(by=cast.guide, story=waiting_story)


def test_words_changed_after_a_guide_read_them_are_not_let_out_unread(cast, waiting_story):
    seen = subject_of("story").show(waiting_story.key).changed_at
    edit_story(by=cast.member, story=waiting_story, happened="Something else.")
    with pytest.raises(Refused, match="changed meanwhile"):
        release(by=cast.guide, story=waiting_story, seen=seen)
    seen = subject_of("story").show(waiting_story.key).changed_at
    assert release(by=cast.guide, story=waiting_story, seen=seen)


def test_removed_words_are_not_let_out(cast, story, waiting_reply):
    remove_reply(by=cast.member, reply=waiting_reply)
    assert not release(by=cast.guide, story=story, reply=waiting_reply)
    assert not Notice.objects.exists()


# Declined, and sent again.


def test_declined_words_are_read_by_their_author_who_changes_and_sends_them_again(
    cast, waiting_story, client_of
):
    with pytest.raises(Refused):
        decline(by=cast.guide, story=waiting_story, reason="  ")
    assert decline(by=cast.guide, story=waiting_story, reason="It names the shop.")
    assert not decline(by=cast.guide, story=waiting_story, reason="Again.")
    close_concern(by=cast.guide, concern=Concern.objects.get(), outcome=Outcome.HIDDEN)
    page = client_of(cast.member).get(f"/stories/{waiting_story.key}/").content.decode()
    assert "We cooked rice" in page
    assert "a guide reads it again" in page
    for role in OTHERS:
        assert client_of(cast.people[role]).get(page_of(waiting_story)).status_code == 404
    edit_story(by=cast.member, story=waiting_story, happened="We cooked rice for lunch.")
    waiting_story.refresh_from_db()
    assert waiting_story.waiting_at
    assert waiting_story.hidden_at is None
    assert Concern.objects.filter(closed_at=None).count() == 1
    assert orphans() == []


def page_of(story) -> str:
    return f"/stories/{story.key}/"


def test_showing_declined_words_again_releases_them(cast, waiting_story, visitor):
    hide(by=cast.guide, story=waiting_story)
    close_concern(by=cast.guide, concern=Concern.objects.get(), outcome=Outcome.HIDDEN)
    assert restore(by=cast.coordinator, story=waiting_story)
    assert visitor.get(page_of(waiting_story)).status_code == 200
    assert orphans() == []


# Edits.


def test_an_edit_while_it_waits_is_screened_and_waits_on(cast, waiting_story):
    edit_story(by=cast.member, story=waiting_story, happened=URGENT)
    waiting_story.refresh_from_db()
    assert waiting_story.waiting_at
    assert Concern.objects.get().level == Concern.Level.URGENT


def test_public_words_that_become_urgent_wait_and_nobody_reads_either_version(
    cast, story, reply, visitor
):
    customs(cast, urgent_waits=True)
    bookmark(by=cast.supporter, story=story)
    edit_reply(by=cast.member, reply=reply, words=URGENT)
    reply.refresh_from_db()
    story.refresh_from_db()
    assert reply.waiting_at
    assert (story.reply_count, story.first_answer_at) == (0, None)
    page = visitor.get(page_of(story)).content.decode()
    assert "slippers" not in page
    assert "pills" not in page
    edit_story(by=cast.author, story=story, happened=URGENT)
    assert visitor.get(page_of(story)).status_code == 404
    assert orphans() == []


def test_words_that_others_had_read_before_keep_their_place_when_released(cast, story, reply):
    customs(cast, urgent_waits=True)
    before = reply.created_at
    edit_reply(by=cast.member, reply=reply, words=URGENT)
    release(by=cast.guide, story=story, reply=reply)
    reply.refresh_from_db()
    story.refresh_from_db()
    assert (reply.created_at, reply.written_at) == (before, None)
    assert (story.reply_count, story.first_answer_at) == (1, before)
    assert not Notice.objects.filter(person=cast.author).exists()


def test_what_a_guide_decided_is_not_held_up_again_by_the_same_words(cast, story):
    customs(cast, urgent_waits=True)
    made = answer(by=cast.member, story=story, form_key="a", words=URGENT)
    release(by=cast.guide, story=story, reply=made)
    close_concern(by=cast.guide, concern=Concern.objects.get(), outcome=Outcome.REACHED)
    edit_reply(by=cast.member, reply=made, words=f"{URGENT} Thank you all.")
    made.refresh_from_db()
    assert made.waiting_at is None


def test_a_newcomer_cannot_slip_other_words_in_by_editing(cast, story):
    customs(cast, first_posts=2)
    made = answer(by=cast.member, story=story, form_key="a", words=CALM)
    release(by=cast.guide, story=story, reply=made)
    close_concern(by=cast.guide, concern=Concern.objects.get(), outcome=Outcome.KEPT)
    edit_reply(by=cast.member, reply=made, words="Buy my cream, text me.")
    made.refresh_from_db()
    assert made.waiting_at
    assert orphans() == []


def test_an_author_takes_waiting_words_back(cast, waiting_story):
    remove_story(by=cast.member, story=waiting_story)
    assert not waits("story", waiting_story.key)
    close_concern(by=cast.guide, concern=Concern.objects.get(), outcome=Outcome.KEPT)


def test_words_let_out_at_once_are_no_flood(cast, story, settings):
    settings.REPLIES_PER_HOUR = 2
    customs(cast, first_posts=1)
    made = [answer(by=cast.member, story=story, form_key=f"f{n}", words=CALM) for n in range(2)]
    yesterday = now() - timedelta(days=1)
    Reply.objects.update(created_at=yesterday, waiting_at=yesterday)
    for one in made:
        release(by=cast.guide, story=story, reply=Reply.objects.get(pk=one.pk))
    assert answer(by=cast.member, story=story, form_key="next", words=CALM)


def test_what_is_let_out_in_quiet_hours_is_there_at_once_and_told_later(
    cast, story, waiting_reply, visitor
):
    clock = timezone.localtime(now())
    begins, ends = (clock - timedelta(hours=1)).time(), (clock + timedelta(hours=1)).time()
    customs(cast, quiet_from=begins, quiet_to=ends)
    release(by=cast.guide, story=story, reply=waiting_reply)
    assert "We cooked rice" in visitor.get(page_of(story)).content.decode()
    assert not Notice.objects.exists()
    tell_now("reply_out", waiting_reply.key)
    assert not Notice.objects.exists()
    customs(cast, quiet_from=None, quiet_to=None)
    tell_now("reply", waiting_reply.key)
    tell_now("reply_out", waiting_reply.key)
    assert set(Notice.objects.values_list("person", flat=True)) == {cast.author.pk, cast.member.pk}
