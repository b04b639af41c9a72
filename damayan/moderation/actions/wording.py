"""What guides do around words: a content note, answers closed or opened, words let through."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.verdict import Refused
from damayan.moderation.actions.table import Table, sit_down
from damayan.moderation.queries.cases import story_of
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person
from damayan.safety.models import Concern
from damayan.safety.subjects import Waiting, waiting_of
from damayan.stories import actions as stories
from damayan.stories.models import Story

_NOTED = gettext_lazy("A guide added a content note to your story.")
_CLOSED = gettext_lazy("A guide closed the answers to a story.")
_DECLINED = gettext_lazy("A guide did not let others read your words. Here you read why.")
_OPENED = gettext_lazy("A guide opened the answers to a story again.")


@transaction.atomic
def add_topics(*, by: Person, concern: Concern, topics: Sequence[str], reason: str) -> None:
    """Say before a story what may be hard to read in it; its author is told. Raises Refused."""
    table = sit_down(by, concern, Deed.ADD_TOPICS)
    if not stories.add_topics(by=by, story=_story(table), topics=topics):
        raise Refused(_("It says so already."))
    entry = table.note(Deed.ADD_TOPICS, reason, {"topics": sorted(topics)})
    table.tell(entry, _NOTED)


@transaction.atomic
def release(
    *, by: Person, concern: Concern, seen: datetime | None = None, reason: str = ""
) -> None:
    """Let others read words that waited; their author hears it. Raises Refused.

    ``seen`` is the version that the guide decided on: nobody lets out what they have not read.
    """
    table = sit_down(by, concern, Deed.RELEASE)
    if not _waiting(table).release(by=by, key=table.concern.subject_key, reason=reason, seen=seen):
        raise Refused(_("This does not wait for a guide."))
    table.note(Deed.RELEASE, reason)


@transaction.atomic
def decline(*, by: Person, concern: Concern, reason: str) -> None:
    """Let nobody read words that waited; their author reads why, and may change them."""
    table = sit_down(by, concern, Deed.DECLINE)
    if not _waiting(table).decline(by=by, key=table.concern.subject_key, reason=reason):
        raise Refused(_("This does not wait for a guide."))
    table.tell(table.note(Deed.DECLINE, reason), _DECLINED)


@transaction.atomic
def close_answers(*, by: Person, concern: Concern, reason: str) -> None:
    """No more answers to the story that the words stand in. Raises Refused."""
    _set_answers(sit_down(by, concern, Deed.CLOSE_ANSWERS), Deed.CLOSE_ANSWERS, reason)


@transaction.atomic
def open_answers(*, by: Person, concern: Concern, reason: str) -> None:
    """Answers that a guide closed are welcome again. Raises Refused."""
    _set_answers(sit_down(by, concern, Deed.OPEN_ANSWERS), Deed.OPEN_ANSWERS, reason)


def _set_answers(table: Table, deed: Deed, reason: str) -> None:
    closing = deed == Deed.CLOSE_ANSWERS
    verb: Callable[..., bool] = (
        stories.close_replies_as_guide if closing else stories.open_replies_as_guide
    )
    verb(by=table.by, story=_story(table))
    table.tell(table.note(deed, reason), _CLOSED if closing else _OPENED)


def _waiting(table: Table) -> Waiting:
    found = waiting_of(table.concern.subject_kind)
    if found is None:
        raise Refused(_("This does not wait for a guide."))
    return found


def _story(table: Table) -> Story:
    found = story_of(table.concern.subject_kind, table.concern.subject_key)
    if found is None:
        raise Refused(_("This is no longer here."))
    return found
