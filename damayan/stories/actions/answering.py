"""Answering: one reply, told to those it answers, once per form however often it is sent."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.models import PersonaMute
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.stories.actions.insertion import insert_reply
from damayan.stories.compose import clean_form_key, new_reply
from damayan.stories.live import topic
from damayan.stories.models import Draft, Reply, Story
from damayan.stories.queries.standing import Stand, stand
from damayan.stories.rules import REPLY_LENGTH, may_answer, some_words
from damayan.stories.screening import keep_for_reply, look_at_reply

_TO_STORY = _("There is a new answer to your story.")
_TO_REPLY = _("There is an answer to what you wrote.")


class Answered(NamedTuple):
    """The reply's key, and whether this form made it (False: it was already there).

    ``raised``: the level at which its author needs care (see ``safety.care``; 0: none).
    """

    key: str
    made: bool
    raised: int = 0


def answer(
    *,
    by: Person,
    story: Story,
    form_key: str,
    words: str,
    parent: Reply | None = None,
    at: datetime | None = None,
) -> Reply:
    """Answer a story. ``at`` is for importers: the moment it was said, without flood limits."""
    parent_key = parent.key if parent else ""
    done = answer_to(
        by=by, story_key=story.key, form_key=form_key, words=words, parent_key=parent_key, at=at
    )
    return Reply.objects.get(key=done.key)


def answer_to(
    *,
    by: Person,
    story_key: str,
    form_key: str,
    words: str,
    parent_key: str = "",
    at: datetime | None = None,
) -> Answered:
    """Answer the story ``story_key``, or one reply to it.

    Four queries, and one more after the commit. Raises Story.DoesNotExist when the story is out of
    sight and Refused with a reason; the same ``form_key`` twice makes one reply.
    """
    with transaction.atomic():
        return _answer(by, stand(by, story_key), clean_form_key(form_key), words, parent_key, at)


def _answer(
    by: Person, here: Stand, form_key: str, words: str, parent_key: str, at: datetime | None
) -> Answered:
    verdict = may_answer(here.place, here.story, 0 if at else here.recent)
    if not verdict:
        return _sent_before(here, form_key) or _refuse(verdict.reason)
    parent = _parent(by, here, parent_key) if parent_key else None
    reply = new_reply(
        words=words,
        form_key=form_key,
        author_id=here.persona_id,
        story_id=here.story_id,
        parent_id=(parent.parent_id or parent.pk) if parent else None,
        created_at=at or now(),
    )
    require(some_words(reply.words, REPLY_LENGTH))
    found = look_at_reply(reply)
    if not insert_reply(reply, is_answer=here.persona_id != here.author_id):
        return _sent_before(here, form_key) or _refuse("")
    live.notify(topic(here.story_key))
    if here.has_draft:
        Draft.objects.filter(person=by, place=f"reply:{here.story_key}").delete()
    raised = keep_for_reply(found, reply.key, here.slug, loud=at is None)
    _tell(here, reply, parent)
    return Answered(reply.key, made=True, raised=raised)


def _refuse(reason: str) -> Answered:
    raise Refused(reason)


def _sent_before(here: Stand, form_key: str) -> Answered | None:
    """A repeated form leads to what it made, even when the story was closed meanwhile."""
    found = Reply.objects.filter(author_id=here.persona_id or 0, form_key=form_key)
    key = found.values_list("key", flat=True).first()
    return Answered(key, made=False) if key else None


def _parent(by: Person, here: Stand, key: str) -> Reply:
    """The reply that is answered; Refused when it is gone or out of sight."""
    found = Reply.objects.visible_to(by).filter(story_id=here.story_id, key=key[:16])
    parent = found.defer("search", "html").select_related("author__membership").first()
    if parent is None or parent.removed_at or parent.hidden_at:
        raise Refused(_("The words that you answer are no longer here."))
    return parent


def _tell(here: Stand, reply: Reply, parent: Reply | None) -> None:
    """Tell the story's author and the answered replier, in the order of their ids.

    Words say neither who nor what, in every group alike: a block elsewhere must change nothing.
    """
    told: dict[int, object] = {}
    if parent and parent.author_id != reply.author_id and not _muted(parent.author_id, reply):
        told[_person_of(parent)] = _TO_REPLY
    if here.author_id != reply.author_id and not here.author_muted_me:
        told[here.author_person_id or 0] = _TO_STORY
    for person_id in sorted(filter(None, told)):
        tell(
            person_id=person_id,
            kind=Kind.ANSWER,
            text=told[person_id],
            url=f"/replies/{reply.key}/",
            cause=f"reply:{reply.key}",
            thread=f"story:{here.story_key}",
        )


def _person_of(reply: Reply) -> int:
    """The account behind a reply's persona; 0 when its author was erased."""
    membership = getattr(reply.author, "membership", None)
    return membership.person_id if membership else 0


def _muted(muter_id: int, reply: Reply) -> bool:
    return PersonaMute.objects.filter(muter_id=muter_id, muted_id=reply.author_id).exists()
