"""Screening of stories and answers: what is looked at, and where the concern is kept.

Looked at before the row is written, so that no lock waits for it; kept in the same transaction.
What importers bring is looked at too, so that a guide finds it, and alarms nobody.
"""

from damayan.safety.actions import keep_found
from damayan.safety.looking import Found, look_at
from damayan.stories.models import Reply, Story


def look_at_story(story: Story) -> Found:
    """What is in all that the author filled in."""
    own_title = "" if story.happened.startswith(story.title.rstrip("…")) else story.title
    return look_at(own_title, story.happened, story.felt, story.need, language=story.language)


def look_at_reply(reply: Reply) -> Found:
    """What is in an answer."""
    return look_at(reply.words)


def keep_for_story(found: Found, story_key: str, slug: str, *, loud: bool = True) -> int:
    """The level at which the author needs care; 0 for none."""
    return keep_found(
        found, subject_kind="story", subject_key=story_key, group_slug=slug, loud=loud
    )


def keep_for_reply(found: Found, reply_key: str, slug: str, *, loud: bool = True) -> int:
    """The level at which the author needs care; 0 for none."""
    return keep_found(
        found, subject_kind="reply", subject_key=reply_key, group_slug=slug, loud=loud
    )
