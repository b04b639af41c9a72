import pytest

from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.stories.actions import (
    answer,
    close_replies,
    edit_reply,
    edit_story,
    hide,
    mark_helpful,
    open_replies,
    remove_reply,
    remove_story,
    restore,
    unmark_helpful,
)
from damayan.stories.models import Revision, Story

NOT_THE_AUTHOR = ["member", "outsider", "supporter", "guide", "coordinator"]


def test_the_author_edits_and_what_was_there_is_kept(cast, story):
    changed = edit_story(by=cast.author, story=story, happened="Five months.", topics=["illness"])
    assert (changed.html, changed.topics) == ("<p>Five months.</p>", ["illness"])
    assert changed.edited_at
    assert "four months" in Revision.objects.get().before["happened"]
    edit_story(by=cast.author, story=story, happened="Five months.", topics=["illness"])
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("part", NOT_THE_AUTHOR)
def test_nobody_else_changes_the_story(cast, story, part):
    for deed in (
        lambda by: edit_story(by=by, story=story, happened="x"),
        lambda by: remove_story(by=by, story=story),
        lambda by: close_replies(by=by, story=story),
        lambda by: open_replies(by=by, story=story),
    ):
        with pytest.raises(Refused):
            deed(cast.people[part])


@pytest.mark.parametrize("part", ["author", "outsider", "supporter", "guide"])
def test_nobody_else_changes_a_reply(cast, reply, part):
    with pytest.raises(Refused):
        edit_reply(by=cast.people[part], reply=reply, words="x")
    with pytest.raises(Refused):
        remove_reply(by=cast.people[part], reply=reply)


def test_a_reply_is_edited_by_who_gave_it(cast, reply):
    assert edit_reply(by=cast.member, reply=reply, words="Better *so*.").html == (
        "<p>Better <em>so</em>.</p>"
    )
    assert "slippers" in Revision.objects.get().before["words"]


def test_removing_the_only_answer_makes_the_story_unanswered_again(cast, story, reply):
    remove_reply(by=cast.member, reply=reply)
    story.refresh_from_db()
    assert (story.reply_count, story.first_answer_at) == (0, None)
    assert story.active_at == story.created_at
    assert Story.objects.unanswered().get() == story


def test_hiding_and_restoring_an_answer_keeps_the_counters_true(cast, story, reply):
    assert hide(by=cast.guide, story=story, reply=reply)
    assert not hide(by=cast.guide, story=story, reply=reply)
    story.refresh_from_db()
    assert (story.reply_count, story.first_answer_at) == (0, None)
    assert restore(by=cast.coordinator, story=story, reply=reply)
    story.refresh_from_db()
    assert (story.reply_count, story.first_answer_at) == (1, reply.created_at)


@pytest.mark.parametrize("part", ["author", "member", "outsider", "supporter", "professional"])
def test_only_guides_hide(cast, story, part):
    with pytest.raises(Refused):
        hide(by=cast.people[part], story=story)
    with pytest.raises(Refused):
        restore(by=cast.people[part], story=story)


def test_hidden_words_are_not_changed_meanwhile(cast, story):
    hide(by=cast.guide, story=story)
    with pytest.raises(Refused):
        edit_story(by=cast.author, story=story, happened="x")
    with pytest.raises(Refused):
        answer(by=cast.member, story=story, form_key="a", words="x")


def test_closed_answers_stay_closed_until_the_author_opens_them(cast, story):
    close_replies(by=cast.author, story=story)
    with pytest.raises(Refused, match="closed"):
        answer(by=cast.member, story=story, form_key="a", words="x")
    open_replies(by=cast.author, story=story)
    assert answer(by=cast.member, story=story, form_key="a", words="x").words == "x"


def test_what_helped_is_said_by_the_author_and_told_once(cast, reply):
    for _time in range(2):
        mark_helpful(by=cast.author, reply=reply)
    unmark_helpful(by=cast.author, reply=reply)
    mark_helpful(by=cast.author, reply=reply)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (cast.member, "helped")
    reply.refresh_from_db()
    assert reply.helpful_at


@pytest.mark.parametrize("part", ["member", "outsider", "guide"])
def test_nobody_else_says_what_helped(cast, reply, part):
    with pytest.raises(Refused):
        mark_helpful(by=cast.people[part], reply=reply)


def test_a_removed_story_cannot_be_answered_but_keeps_its_answers(cast, story, reply):
    remove_story(by=cast.author, story=story)
    with pytest.raises(Refused):
        answer(by=cast.member, story=story, form_key="a", words="x")
    assert story.replies.count() == 1
