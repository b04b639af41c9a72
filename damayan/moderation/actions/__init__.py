"""Verbs of guides: look after a concern, decide, write, answer, close, look behind a persona."""

from damayan.moderation.actions.deciding import (
    LONGEST_LETTER,
    LONGEST_REASON,
    answer,
    close,
    hide,
    look_behind,
    restore,
    take_up,
    write,
)
from damayan.moderation.actions.resting import expose
from damayan.moderation.actions.telling import tell_decision, thread_of

__all__ = [
    "LONGEST_LETTER",
    "LONGEST_REASON",
    "answer",
    "close",
    "expose",
    "hide",
    "look_behind",
    "restore",
    "take_up",
    "tell_decision",
    "thread_of",
    "write",
]
