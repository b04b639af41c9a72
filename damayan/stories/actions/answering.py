"""Answering: one reply, told to those it answers, once per form however often it is sent."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.customs import Customs
from damayan.groups.models import PersonaMute
from damayan.people.models import Person
from damayan.stories.actions.insertion import insert_reply
from damayan.stories.actions.telling import TO_REPLY, TO_STORY, tell_later, tell_of_reply
from damayan.stories.compose import clean_form_key, new_reply
from damayan.stories.live import topic
from damayan.stories.models import Draft, Reply, Story
from damayan.stories.queries.standing import Stand, before, stand
from damayan.stories.rules import REPLY_LENGTH, may_answer, not_too_soon, some_words
from damayan.stories.screening import keep_for_reply, look_at_reply, must_wait


class Answered(NamedTuple):
    """The reply's key, and whether this form made it (False: it was already there).

    ``raised``: the level at which its author needs care (see ``safety.care``; 0: none).
    ``waits``: a guide reads it before others do.
    """

    key: str
    made: bool
    raised: int = 0
    waits: bool = False


def answer(
    *,
    by: Person,
    story: Story,
    form_key: str,
    words: str,
    parent: Reply | None = None,
    at: datetime | None = None,
) -> Reply:
    """Answer a story. ``at`` is for importers: when it was said, without limits; it never waits."""
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

    Four queries, and one more after the commit; one more where the group goes slowly or reads
    newcomers first. Raises Story.DoesNotExist when the story is out of sight and Refused with a
    reason; the same ``form_key`` twice makes one reply.
    """
    with transaction.atomic():
        return _answer(by, stand(by, story_key), clean_form_key(form_key), words, parent_key, at)


def _answer(
    by: Person, here: Stand, form_key: str, words: str, parent_key: str, at: datetime | None
) -> Answered:
    place, customs = here.place, Customs() if at else here.customs
    earlier = before(customs, place)
    verdict = may_answer(place, here.story, 0 if at else here.recent)
    verdict = verdict and not_too_soon(place, customs, earlier.last)
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
    found = look_at_reply(reply, here.customs.word_list)
    waits = not at and must_wait(customs, place, found, earlier.shown)
    reply.waiting_at = reply.created_at if waits else None
    if not insert_reply(reply, is_answer=here.persona_id != here.author_id):
        return _sent_before(here, form_key) or _refuse("")
    if here.has_draft:
        Draft.objects.filter(person=by, place=f"reply:{here.story_key}").delete()
    raised = keep_for_reply(found, reply.key, here.slug, loud=at is None, waits=waits)
    if not waits:
        _tell(here, reply, parent)
    return Answered(reply.key, made=True, raised=raised, waits=waits)


def _refuse(reason: str) -> Answered:
    raise Refused(reason)


def _sent_before(here: Stand, form_key: str) -> Answered | None:
    """A repeated form leads to what it made, even when the story was closed meanwhile."""
    found = Reply.objects.filter(author_id=here.persona_id or 0, form_key=form_key)
    row = found.values_list("key", "waiting_at").first()
    return Answered(row[0], made=False, waits=row[1] is not None) if row else None


def _parent(by: Person, here: Stand, key: str) -> Reply:
    """The reply that is answered; Refused when it is gone or out of sight."""
    found = Reply.objects.visible_to(by).filter(story_id=here.story_id, key=key[:16])
    parent = found.defer("search", "html").select_related("author__membership").first()
    if parent is None or parent.removed_at or parent.hidden_at or parent.waiting_at:
        raise Refused(_("The words that you answer are no longer here."))
    return parent


def _tell(here: Stand, reply: Reply, parent: Reply | None) -> None:
    """Tell the story's author and the answered replier, or have it told after the quiet hours."""
    if until := here.customs.quiet_until(now()):
        tell_later("reply", reply.key, until)
        return
    live.notify(topic(here.story_key))
    told: dict[int, object] = {}
    if parent and parent.author_id != reply.author_id and not _muted(parent.author_id, reply):
        told[_person_of(parent)] = TO_REPLY
    if here.author_id != reply.author_id and not here.author_muted_me:
        told[here.author_person_id or 0] = TO_STORY
    tell_of_reply(reply.key, here.story_key, told)


def _person_of(reply: Reply) -> int:
    """The account behind a reply's persona; 0 when its author was erased."""
    membership = getattr(reply.author, "membership", None)
    return membership.person_id if membership else 0


def _muted(muter_id: int, reply: Reply) -> bool:
    return PersonaMute.objects.filter(muter_id=muter_id, muted_id=reply.author_id).exists()
