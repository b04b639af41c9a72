import pytest

from damayan.people.holdings import registered
from damayan.stories.actions import answer, edit_story, react, save_draft
from damayan.stories.models import Draft, Mark, Reaction, Reply, Revision, Story


@pytest.fixture
def lived(cast, story, reply):
    """The author's whole room: a story edited once, an answer, a word, a draft."""
    edit_story(by=cast.author, story=story, happened="It has been five months.", title="Quiet")
    own = answer(by=cast.author, story=story, form_key="own", words="Thank you all.")
    react(by=cast.author, story=story, reply=reply, word="thanks")
    save_draft(by=cast.author, place=f"reply:{story.key}", fields={"words": "half a sent"})
    Mark.objects.create(person=cast.author, story=story, seen_at=story.created_at)
    return own


def _mine():
    return [one for one in registered() if any(m.startswith("stories.") for m in one.models)]


def _everything_exported(person):
    return str([list(one.export(person)) for one in _mine()])


def test_the_export_has_every_word_also_drafts_and_earlier_ones(cast, story, lived):
    text = _everything_exported(cast.author)
    for words in ("five months", "four months since Papa", "Thank you all", "half a sent"):
        assert words in text


def test_the_export_has_nothing_of_others(cast, story, lived):
    text = _everything_exported(cast.member)
    assert "kept her slippers" in text
    for words in ("five months", "Thank you all", "half a sent"):
        assert words not in text


def test_erasing_and_keeping_words_leaves_the_story_and_nothing_private(cast, story, lived):
    for one in reversed(_mine()):
        one.erase(cast.author, "keep")
    story.refresh_from_db()
    assert story.html
    assert not Draft.objects.exists()
    assert not Mark.objects.exists()
    assert not Revision.objects.exists()


def test_erasing_with_removal_empties_words_and_lets_others_stand(cast, story, reply, lived):
    for one in reversed(_mine()):
        one.erase(cast.author, "remove")
    story.refresh_from_db()
    reply.refresh_from_db()
    assert (story.title, story.happened, story.html) == ("", "", "")
    assert story.removed_at
    assert "slippers" in reply.words
    assert reply.thanks == 0
    assert not Reply.objects.filter(pk=lived.pk).exists()
    assert not Reaction.objects.exists()


def test_erasing_an_answer_leaves_the_story_unanswered_again(cast, story, reply):
    for one in reversed(_mine()):
        one.erase(cast.member, "remove")
    story.refresh_from_db()
    assert (story.reply_count, story.first_answer_at) == (0, None)
    assert Story.objects.count() == 1
