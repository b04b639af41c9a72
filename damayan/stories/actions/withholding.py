"""Everything that one persona wrote, hidden and shown again at once, by moderation.

``moment`` marks what was hidden together: exactly that is shown again, and nothing that a guide
hid for a reason of its own.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from damayan.foundation import live
from damayan.people.models import Person
from damayan.stories.actions.counters import lock, recount
from damayan.stories.live import topic
from damayan.stories.models import Reply, Story

# What waits for a guide is seen by nobody else anyway, and goes on waiting.
_STANDING = {"hidden_at": None, "removed_at": None, "waiting_at": None}


@transaction.atomic
def withhold(*, by: Person | None, persona_id: int, moment: datetime) -> None:
    """Hide all that stands of ``persona_id``; ``by`` decided it, and the caller checked that."""
    stories = Story.objects.filter(author_id=persona_id, **_STANDING)
    replies = Reply.objects.filter(author_id=persona_id, **_STANDING)
    touched = _lock(replies.values_list("story_id", flat=True))
    stories.update(hidden_at=moment, hidden_by=by)
    replies.update(hidden_at=moment, hidden_by=by)
    _count(touched)


@transaction.atomic
def give_back(*, persona_id: int, moment: datetime) -> None:
    """Show again what ``withhold`` hid at ``moment``; what waited then, its author sends anew."""
    shown = {"author_id": persona_id, "hidden_at": moment, "waiting_at": None}
    replies = Reply.objects.filter(**shown)
    touched = _lock(replies.values_list("story_id", flat=True))
    for rows in (Story.objects.filter(**shown), replies):
        rows.update(hidden_at=None, hidden_by=None)
    _count(touched)


def _lock(story_ids: Iterable[int]) -> list[int]:
    """The stories in order, locked before their answers, as everywhere."""
    touched = sorted(set(story_ids))
    for pk in touched:
        lock(pk)
    return touched


def _count(story_ids: Iterable[int]) -> None:
    for pk in story_ids:
        recount(pk)
        live.notify(topic(Story.objects.values_list("key", flat=True).get(pk=pk)))
