"""Verbs: ask for a talk, offer to listen, begin, speak, end, and let go."""

from damayan.support.listening.actions.late import end_late
from damayan.support.listening.actions.meeting import (
    accept,
    ask,
    ask_and_look,
    cancel,
    decline,
    offer,
    pass_on,
    take_back,
)
from damayan.support.listening.actions.talking import (
    block,
    empty_ended,
    end,
    say,
    thank,
)

__all__ = [
    "accept",
    "ask",
    "ask_and_look",
    "block",
    "cancel",
    "decline",
    "empty_ended",
    "end",
    "end_late",
    "offer",
    "pass_on",
    "say",
    "take_back",
    "thank",
]
