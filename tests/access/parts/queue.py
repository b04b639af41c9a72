"""The reply queue: supporters see and take up what waits; coordinators see what it reaches."""

from damayan.foundation.clock import now
from damayan.support.models import Queued
from tests.access.walk import COORDINATOR, Rule

_SUPPORTER = frozenset({"supporter"})
_READY = {"minutes": "20", "languages": ["en"], "cap": "4", "avoids": ["abuse"]}


def furnish(world):
    """The author's story wants a second voice."""
    Queued.objects.create(
        story=world.story,
        group=world.cast.group,
        why="second",
        since=now(),
        due_at=now(),
        is_painful=True,
    )


def _story(world):
    return {"key": world.story.key}


RULES = {
    "support:help_now": Rule(get=_SUPPORTER),
    "support:ready": Rule(post=_SUPPORTER, sent=lambda _world: _READY),
    "support:rest": Rule(post=_SUPPORTER),
    "support:let_go": Rule(post=_SUPPORTER, changes=False),
    "support:take": Rule(post=_SUPPORTER, args=_story),
    "support:decline": Rule(post=_SUPPORTER, args=_story),
    "support:figures": Rule(get=COORDINATOR),
}
