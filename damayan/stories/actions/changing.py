"""What authors do with their own words: edit, remove, close and open the answers."""

from typing import Any

from django.db import transaction

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people.models import Person
from damayan.stories.actions.counters import lock, recount
from damayan.stories.actions.editing import Edit
from damayan.stories.compose import Told, reply_fields, story_fields
from damayan.stories.live import topic
from damayan.stories.models import Draft, Reply, Revision, Story
from damayan.stories.queries.standing import Stand, stand, words_in
from damayan.stories.rules import (
    REPLY_LENGTH,
    STORY_LENGTH,
    may_change,
    may_open,
    some_words,
)
from damayan.stories.screening import look_at_reply, look_at_story


def edit_story(*, by: Person, story: Story, **fields: Any) -> Story:
    """Change a story's words; ``fields`` as for ``publish``. What was there is kept for guides.

    Words that would wait if they were new wait now, out of others' sight until a guide lets them
    be read; what a guide declined waits anew.
    """
    with transaction.atomic():
        here = stand(by, story.key)
        changed = story_fields(Told(**fields))
        texts = changed["felt"], changed["need"]
        require(some_words(changed["happened"], STORY_LENGTH, *texts))
        found = look_at_story(Story(**changed), here.customs.word_list)
        edit = Edit(here, story, changed, found)
        if edit.begin():
            kept = Story.objects.select_for_update().defer("search").get(pk=story.pk)
            Revision.objects.create(story=kept, before=edit.words_of(kept))
            edit.finish(kept)
        Draft.objects.filter(person=by, place=f"edit-story:{story.key}").delete()
    return Story.objects.defer("search").get(pk=story.pk)


def edit_reply(*, by: Person, reply: Reply, words: str) -> Reply:
    """Change a reply's words; what was there is kept for guides. Waits as in ``edit_story``."""
    with transaction.atomic():
        here = stand(by, reply.story.key)
        changed = reply_fields(words)
        require(some_words(changed["words"], REPLY_LENGTH))
        found = look_at_reply(Reply(**changed), here.customs.word_list)
        edit = Edit(here, reply, changed, found)
        if edit.begin():
            lock(here.story_id)
            kept = Reply.objects.select_for_update().defer("search").get(pk=reply.pk)
            Revision.objects.create(reply=kept, before=edit.words_of(kept))
            if edit.finish(kept):
                recount(here.story_id)
        Draft.objects.filter(person=by, place=f"edit-reply:{reply.key}").delete()
    return Reply.objects.defer("search").get(pk=reply.pk)


def remove_story(*, by: Person, story: Story) -> None:
    """Take a story's words from the page at once; the answers stay. Nothing to undo it."""
    with transaction.atomic():
        here = stand(by, story.key)
        require(may_change(here.place, here.story))
        Story.objects.filter(pk=story.pk).update(removed_at=now())


def remove_reply(*, by: Person, reply: Reply) -> None:
    """Take a reply's words from the page at once; answers to it stay."""
    with transaction.atomic():
        here = stand(by, reply.story.key)
        lock(here.story_id)
        kept = Reply.objects.select_for_update().defer("search").get(pk=reply.pk)
        require(may_change(here.place, words_in(kept)))
        Reply.objects.filter(pk=kept.pk).update(removed_at=now())
        recount(here.story_id)
        live.notify(topic(here.story_key))


def close_replies(*, by: Person, story: Story) -> None:
    """No more answers to this story, by its author's wish."""
    _own(by, story)
    Story.objects.filter(pk=story.pk, replies_closed_at=None).update(replies_closed_at=now())


def open_replies(*, by: Person, story: Story) -> None:
    """Answers are welcome again; Refused when a guide closed them."""
    here = stand(by, story.key)
    require(may_open(here.place, here.story))
    Story.objects.filter(pk=story.pk, guide_closed_at=None).update(replies_closed_at=None)


def _own(by: Person, story: Story) -> Stand:
    here = stand(by, story.key)
    require(may_change(here.place, here.story))
    return here
