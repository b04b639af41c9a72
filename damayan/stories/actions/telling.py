"""What is told of an answer: at once, when it is released, or after the group's quiet hours.

Words say neither who nor what, in every group alike: a block elsewhere must change nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.groups.queries import is_muted, person_behind
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.stories.live import topic
from damayan.stories.models import Reply, Story

TELL = "stories.tell"
TO_STORY = _("There is a new answer to your story.")
TO_REPLY = _("There is an answer to what you wrote.")
HELPED = _("Somebody marked your words as helpful.")
_STORY_OUT = _("A guide has read your story. It is in the group now.")
_REPLY_OUT = _("A guide has read your answer. It is there for others now.")


def tell_of_reply(key: str, story_key: str, told: Mapping[int, Any]) -> None:
    """Tell people (by id; 0 is nobody) of the reply ``key``, in the order of their ids."""
    for person_id in sorted(filter(None, told)):
        tell(
            person_id=person_id,
            kind=Kind.ANSWER,
            text=told[person_id],
            url=f"/replies/{key}/",
            cause=f"reply:{key}",
            thread=f"story:{story_key}",
        )


def tell_later(what: str, key: str, at: datetime) -> None:
    """Have it told at a moment, by a job of this transaction; ``what``: see ``tell_now``."""
    app.configure_task(TELL, schedule_at=at).defer(what=what, key=key)


def tell_now(what: str, key: str) -> None:
    """Tell of the reply ``key`` as things stand now, and nobody who may no longer meet it.

    ``what``: "reply" (it is there), "helped" (it helped), "reply_out" or "story_out" (a guide let
    the author's words out). In the group's quiet hours it waits for their end.
    """
    row = _row(what, key)
    if row is None:
        return
    group = row.story.group if isinstance(row, Reply) else row.group
    if until := group.customs.quiet_until(now()):
        tell_later(what, key, until)
    elif what == "reply":
        _tell_of(row)
    elif what == "helped":
        _tell_author(row, Kind.HELPED, HELPED, f"/replies/{key}/", f"helpful:{key}")
    else:
        words, noun = (_REPLY_OUT, "replies") if what == "reply_out" else (_STORY_OUT, "stories")
        cause = f"released:{key}:{int(row.released_at.timestamp()) if row.released_at else 0}"
        _tell_author(row, Kind.GUIDE, words, f"/{noun}/{key}/", cause)


def _row(what: str, key: str) -> Any:
    """The story or reply, if it still stands."""
    if what == "story_out":
        found = Story.objects.standing().filter(key=key).select_related("group").defer("search")
        return found.first()
    replies = Reply.objects.standing().filter(key=key).defer("search", "story__search")
    return replies.select_related("story__group", "parent").first()


def _tell_of(reply: Reply) -> None:
    live.notify(topic(reply.story.key))
    answered = [(reply.parent.author_id, TO_REPLY)] if reply.parent else []
    hear = {}
    for persona_id, words in [*answered, (reply.story.author_id, TO_STORY)]:
        if person_id := _hearing(persona_id, reply):
            hear[person_id] = words
    tell_of_reply(reply.key, reply.story.key, hear)


def _hearing(persona_id: int, reply: Reply) -> int:
    """The person behind the persona, if they would meet the reply of another; else 0."""
    person_id = person_behind(persona_id)
    if persona_id == reply.author_id or not person_id or is_muted(persona_id, reply.author_id):
        return 0
    meets = Reply.objects.visible_to(person_id).filter(pk=reply.pk).exists()
    return person_id if meets else 0


def _tell_author(row: Story | Reply, kind: Kind, words: Any, url: str, cause: str) -> None:
    if person_id := person_behind(row.author_id):
        tell(person_id=person_id, kind=kind, text=words, url=url, cause=cause)
