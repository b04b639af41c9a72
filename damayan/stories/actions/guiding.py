"""What guides do with words: hide them for now and bring them back, let out what waits, or not.

Called by the moderation room above, which writes the log and tells the author why; only that their
words are out is told from here, since it may have to wait for the end of quiet hours.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people.models import Person
from damayan.stories.actions.counters import lock, recount
from damayan.stories.actions.telling import tell_later, tell_now
from damayan.stories.live import topic
from damayan.stories.models import Reply, Story
from damayan.stories.queries.standing import Stand, stand, words_in
from damayan.stories.rules import may_hide, may_let_out
from damayan.stories.vocabulary import Topic


def hide(*, by: Person, story: Story, reply: Reply | None = None) -> bool:
    """Hide a story, or a ``reply`` to it, from all but guides; False when it already was."""
    with transaction.atomic():
        here, row = _locked(by, story, reply)
        require(may_hide(here.place))
        if row.hidden_at is not None:
            return False
        _change(here, row, hidden_at=now(), hidden_by=by)
    return True


def restore(*, by: Person, story: Story, reply: Reply | None = None) -> bool:
    """Show it again; False when it was not hidden. What was declined is thereby released."""
    with transaction.atomic():
        here, row = _locked(by, story, reply)
        require(may_hide(here.place))
        if row.hidden_at is None:
            return False
        if row.waiting_at is not None:
            require(may_let_out(here.place, words_in(row)))
            return _let_out(by, here, row)
        _change(here, row, hidden_at=None, hidden_by=None)
    return True


def release(
    *, by: Person, story: Story, reply: Reply | None = None, seen: datetime | None = None
) -> bool:
    """Let others read words that wait, or were declined; False when they do neither.

    Counted and told as if posted at this moment, once; words that others had read before an edit
    keep their place. Raises Refused for one's own words, and when they were edited after ``seen``.
    """
    with transaction.atomic():
        here, row = _locked(by, story, reply)
        require(may_let_out(here.place, words_in(row)))
        if row.waiting_at is None or row.removed_at is not None:
            return False
        if seen is not None and row.edited_at is not None and row.edited_at > seen:
            raise Refused(_("These words were changed meanwhile. Please read them again."))
        return _let_out(by, here, row)


def decline(*, by: Person, story: Story, reply: Reply | None = None, reason: str) -> bool:
    """Keep words that wait from others; False when they do not wait. The author may change them.

    ``reason`` is what the author is told by the room above.
    """
    with transaction.atomic():
        here, row = _locked(by, story, reply)
        require(may_let_out(here.place, words_in(row)))
        if not reason.strip():
            raise Refused(_("Write why, so that the author can read it."))
        if not words_in(row).waits:
            return False
        type(row).objects.filter(pk=row.pk).update(hidden_at=now(), hidden_by=by)
    return True


def close_replies_as_guide(*, by: Person, story: Story) -> bool:
    """No more answers to a story until a guide opens them; False when a guide had closed them."""
    return _close(by, story, {"guide_closed_at": None}, at=now())


def open_replies_as_guide(*, by: Person, story: Story) -> bool:
    """Answers are welcome again, whoever closed them; False when they were open."""
    return _close(by, story, {"replies_closed_at__isnull": False}, at=None)


def add_topics(*, by: Person, story: Story, topics: Collection[str]) -> bool:
    """Say before a story what may be hard to read in it; False when it says all of it already."""
    with transaction.atomic():
        here, row = _locked(by, story, None)
        require(may_hide(here.place))
        fresh = [one for one in Topic.values if one in topics and one not in row.topics]
        if fresh:
            _change(here, row, topics=[*row.topics, *fresh])
    return bool(fresh)


def _close(by: Person, story: Story, where: dict[str, Any], *, at: datetime | None) -> bool:
    with transaction.atomic():
        here = stand(by, story.key)
        require(may_hide(here.place))
        rows = Story.objects.filter(pk=here.story_id, **where)
        closed = {"guide_closed_at": at, "guide_closed_by": by if at else None}
        return bool(rows.update(replies_closed_at=at, **closed))


def _locked(by: Person, story: Story, reply: Reply | None) -> tuple[Stand, Any]:
    """Where the guide stands, and the words themselves, locked after their story."""
    here = stand(by, story.key)
    lock(here.story_id)
    if reply is None:
        return here, Story.objects.defer("search").get(pk=here.story_id)
    found = Reply.objects.select_for_update().defer("search")
    return here, found.get(pk=reply.pk, story_id=here.story_id)


def _let_out(by: Person, here: Stand, row: Any) -> bool:
    moment = now()
    columns: dict[str, Any] = {"waiting_at": None, "hidden_at": None, "hidden_by": None}
    columns |= {"released_at": moment, "released_by": by}
    is_reply, never_read = isinstance(row, Reply), row.waiting_at == row.created_at
    if never_read:
        columns |= {"created_at": moment, "written_at": row.created_at}
        columns |= {} if is_reply else {"active_at": moment}
    _change(here, row, **columns)
    if never_read and is_reply:
        tell_now("reply", row.key)
    # By a job: two people told in one transaction would have to be told in the order of their ids.
    tell_later("reply_out" if is_reply else "story_out", row.key, moment)
    return True


def _change(here: Stand, row: Any, **columns: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**columns)
    if isinstance(row, Reply):
        recount(here.story_id)
        if not here.customs.quiet_until(now()):
            live.notify(topic(here.story_key))
