"""What guides do with words: hide them for now, and bring them back.

Called by the moderation room above, which writes the log and tells the author why.
"""

from django.db import transaction

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people.models import Person
from damayan.stories.actions.counters import lock, recount
from damayan.stories.live import topic
from damayan.stories.models import Reply, Story
from damayan.stories.queries.standing import stand
from damayan.stories.rules import may_hide


def hide(*, by: Person, story: Story, reply: Reply | None = None) -> bool:
    """Hide a story, or a ``reply`` to it, from all but guides; False when it already was."""
    return _set(by, story, reply, hide=True)


def restore(*, by: Person, story: Story, reply: Reply | None = None) -> bool:
    """Show it again; False when it was not hidden."""
    return _set(by, story, reply, hide=False)


def _set(by: Person, story: Story, reply: Reply | None, *, hide: bool) -> bool:
    with transaction.atomic():
        here = stand(by, story.key)
        require(may_hide(here.place))
        lock(here.story_id)
        rows = (
            Reply.objects.filter(pk=reply.pk, story_id=here.story_id)
            if reply
            else Story.objects.filter(pk=here.story_id)
        )
        if hide:
            done = rows.filter(hidden_at=None).update(hidden_at=now(), hidden_by=by)
        else:
            done = rows.exclude(hidden_at=None).update(hidden_at=None, hidden_by=None)
        if done and reply:
            recount(here.story_id)
            live.notify(topic(here.story_key))
    return bool(done)
