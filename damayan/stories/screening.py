"""Screening of stories and answers: what is looked at, what waits, where the concern is kept.

Looked at before the row is written, so that no lock waits for it; kept in the same transaction.
What importers bring is looked at too, so that a guide finds it, and alarms nobody.
"""

from collections.abc import Sequence
from typing import Any

from damayan.groups.customs import Customs
from damayan.safety.actions import keep_found
from damayan.safety.looking import Found, look_at
from damayan.stories.models import Reply, Story
from damayan.stories.rules import Place

Listed = Sequence[dict[str, str]]


def look_at_story(story: Story, listed: Listed = ()) -> Found:
    """What is in all that the author filled in; ``listed`` are the group's own words."""
    own_title = "" if story.happened.startswith(story.title.rstrip("…")) else story.title
    texts = own_title, story.happened, story.felt, story.need
    return look_at(*texts, language=story.language, listed=listed)


def look_at_reply(reply: Reply, listed: Listed = ()) -> Found:
    """What is in an answer."""
    return look_at(reply.words, listed=listed)


def must_wait(customs: Customs, place: Place, found: Found, shown: int) -> bool:
    """Whether a guide reads these words before others do; ``shown``: see ``Customs``.

    Never a guide's own: somebody who decides about words has written them.
    """
    asked = found.waits or (customs.urgent_waits and found.is_urgent)
    return not place.is_guide and (asked or customs.is_newcomer(shown))


def keep_for_story(found: Found, story_key: str, slug: str, **how: Any) -> int:
    """The level at which the author needs care; 0 for none. ``how``: see ``keep_found``."""
    return keep_found(found, subject_kind="story", subject_key=story_key, group_slug=slug, **how)


def keep_for_reply(found: Found, reply_key: str, slug: str, **how: Any) -> int:
    """The level at which the author needs care; 0 for none. ``how``: see ``keep_found``."""
    return keep_found(found, subject_kind="reply", subject_key=reply_key, group_slug=slug, **how)
