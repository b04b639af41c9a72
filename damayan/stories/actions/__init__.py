"""What members, authors and guides do with words. Each verb checks its rule and is one transaction.

All raise ``foundation.verdict.Refused`` with a reason; what is out of sight raises DoesNotExist.
"""

from damayan.stories.actions.answering import Answered, answer, answer_to
from damayan.stories.actions.changing import (
    close_replies,
    edit_reply,
    edit_story,
    open_replies,
    remove_reply,
    remove_story,
)
from damayan.stories.actions.drafts import drop_draft, save_draft
from damayan.stories.actions.emptying import empty_removed
from damayan.stories.actions.guiding import (
    add_topics,
    close_replies_as_guide,
    decline,
    hide,
    open_replies_as_guide,
    release,
    restore,
)
from damayan.stories.actions.helping import mark_helpful, unmark_helpful
from damayan.stories.actions.marking import (
    bookmark,
    choose_topics,
    fold_topic,
    hide_from_me,
    hide_topic,
    read_story,
    show_to_me,
    show_topic,
    unbookmark,
)
from damayan.stories.actions.publishing import Published, publish, publish_to
from damayan.stories.actions.reacting import react, unreact
from damayan.stories.actions.telling import tell_now

__all__ = [
    "Answered",
    "Published",
    "add_topics",
    "answer",
    "answer_to",
    "bookmark",
    "choose_topics",
    "close_replies",
    "close_replies_as_guide",
    "decline",
    "drop_draft",
    "edit_reply",
    "edit_story",
    "empty_removed",
    "fold_topic",
    "hide",
    "hide_from_me",
    "hide_topic",
    "mark_helpful",
    "open_replies",
    "open_replies_as_guide",
    "publish",
    "publish_to",
    "react",
    "read_story",
    "release",
    "remove_reply",
    "remove_story",
    "restore",
    "save_draft",
    "show_to_me",
    "show_topic",
    "tell_now",
    "unbookmark",
    "unmark_helpful",
    "unreact",
]
