"""From rows to what templates show: labels in the reader's language, what may be done here."""

from damayan.stories.showing.lists import show_cards, show_topics
from damayan.stories.showing.reading import show_care, show_group, show_said, show_story
from damayan.stories.showing.writing import (
    show_drafts,
    show_edit_reply,
    show_edit_story,
    show_history,
    show_preview,
    show_writing,
)

__all__ = [
    "show_cards",
    "show_care",
    "show_drafts",
    "show_edit_reply",
    "show_edit_story",
    "show_group",
    "show_history",
    "show_preview",
    "show_said",
    "show_story",
    "show_topics",
    "show_writing",
]
