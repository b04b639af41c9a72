"""The reply coach: everybody's own, and only over stories that one may read."""

from tests.access.walk import READERS, SIGNED_IN, Rule

_SEES_AUTHOR = READERS - {"blocked"}


def furnish(_world):
    """Nothing: it needs only a story."""


def _story(world):
    return {"key": world.story.key}


def _draft(_world):
    return {"words": "You should pray more.", "form_key": "r" * 22}


RULES = {
    "support:coach": Rule(get=SIGNED_IN),
    "support:coach_on": Rule(post=SIGNED_IN),
    "support:coach_off": Rule(post=SIGNED_IN, changes=False),
    "support:look": Rule(post=_SEES_AUTHOR, args=_story, sent=_draft),
    "support:on_and_look": Rule(post=_SEES_AUTHOR, args=_story, sent=_draft),
}
