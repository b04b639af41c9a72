"""What authors do with their own words: edit, remove, close and open the answers."""

from typing import Any

from django.db import transaction

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people.models import Person
from damayan.safety.actions.concerns import hold_concern
from damayan.safety.actions.screening import is_decided
from damayan.safety.looking import Found
from damayan.stories.actions.counters import lock, recount
from damayan.stories.compose import Told, reply_fields, story_fields
from damayan.stories.live import topic
from damayan.stories.models import Draft, Reply, Revision, Story
from damayan.stories.queries.standing import Stand, before, stand, words_in
from damayan.stories.rules import (
    REPLY_LENGTH,
    STORY_LENGTH,
    may_change,
    may_edit,
    may_open,
    some_words,
)
from damayan.stories.screening import (
    keep_for_reply,
    keep_for_story,
    look_at_reply,
    look_at_story,
    must_wait,
)

_STORY_WORDS = (
    "title",
    "happened",
    "felt",
    "need",
    "kind",
    "language",
    "feelings",
    "topics",
    "helped",
)


def edit_story(*, by: Person, story: Story, **fields: Any) -> Story:
    """Change a story's words; ``fields`` as for ``publish``. What was there is kept for guides.

    Words that would wait if they were new wait now, out of others' sight until a guide lets them
    be read; what a guide declined waits anew.
    """
    with transaction.atomic():
        here = stand(by, story.key)
        hold_concern("story", story.key)
        kept = Story.objects.select_for_update().defer("search").get(pk=story.pk)
        require(may_edit(here.place, words_in(kept)))
        changed = story_fields(Told(**fields))
        texts = changed["felt"], changed["need"]
        require(some_words(changed["happened"], STORY_LENGTH, *texts))
        old = {name: getattr(kept, name) for name in _STORY_WORDS}
        if any(old[name] != changed[name] for name in _STORY_WORDS):
            found = look_at_story(Story(**changed), here.customs.word_list)
            Revision.objects.create(story=kept, before=old)
            waiting = _waiting(here, kept, found, "story")
            rows = Story.objects.filter(pk=kept.pk)
            rows.update(**changed, **waiting, edited_at=now())
            keep_for_story(found, kept.key, here.slug, waits=bool(waiting))
        Draft.objects.filter(person=by, place=f"edit-story:{story.key}").delete()
    return Story.objects.defer("search").get(pk=story.pk)


def edit_reply(*, by: Person, reply: Reply, words: str) -> Reply:
    """Change a reply's words; what was there is kept for guides. Waits as in ``edit_story``."""
    with transaction.atomic():
        here = stand(by, reply.story.key)
        hold_concern("reply", reply.key)
        lock(here.story_id)
        kept = Reply.objects.select_for_update().defer("search").get(pk=reply.pk)
        require(may_edit(here.place, words_in(kept)))
        changed = reply_fields(words)
        require(some_words(changed["words"], REPLY_LENGTH))
        if kept.words != changed["words"]:
            found = look_at_reply(Reply(**changed), here.customs.word_list)
            Revision.objects.create(reply=kept, before={"words": kept.words})
            waiting = _waiting(here, kept, found, "reply")
            Reply.objects.filter(pk=kept.pk).update(**changed, **waiting, edited_at=now())
            keep_for_reply(found, kept.key, here.slug, waits=bool(waiting))
            if waiting and not kept.waiting_at:
                recount(here.story_id)
        Draft.objects.filter(person=by, place=f"edit-reply:{reply.key}").delete()
    return Reply.objects.defer("search").get(pk=reply.pk)


def _waiting(here: Stand, kept: Story | Reply, found: Found, kind: str) -> dict[str, Any]:
    """The columns by which edited words wait for a guide; none when others may read them at once.

    What waits already, or was declined, waits on: a guide was to read it. What a guide has read
    and decided about is not held up again by the same words.
    """
    if kept.waiting_at is not None:
        return {"waiting_at": kept.waiting_at, "hidden_at": None, "hidden_by": None}
    shown = before(here.customs, here.place).shown
    if not must_wait(here.customs, here.place, found, shown):
        return {}
    newcomer = here.customs.is_newcomer(shown)
    return {} if not newcomer and is_decided(found, kind, kept.key) else {"waiting_at": now()}


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
