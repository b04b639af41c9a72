"""Verbs of guides: look after a concern, decide, write, answer, close, look behind a persona."""

from damayan.moderation.actions.claiming import (
    AskFirst,
    claim_next,
    escalate,
    give_back,
    hand_over,
    hold,
    note,
    take_up,
)
from damayan.moderation.actions.deciding import (
    LONGEST_REASON,
    close,
    hide,
    look_behind,
    pause,
    refer,
    restore,
    resume,
)
from damayan.moderation.actions.resting import expose
from damayan.moderation.actions.speaking import (
    LONGEST_LETTER,
    answer,
    ask_edit,
    nudge,
    send_card,
    write,
)
from damayan.moderation.actions.telling import keep_decision, tell_decision, thread_of
from damayan.moderation.actions.wording import (
    add_topics,
    close_answers,
    decline,
    open_answers,
    release,
)

__all__ = [
    "LONGEST_LETTER",
    "LONGEST_REASON",
    "AskFirst",
    "add_topics",
    "answer",
    "ask_edit",
    "claim_next",
    "close",
    "close_answers",
    "decline",
    "escalate",
    "expose",
    "give_back",
    "hand_over",
    "hide",
    "hold",
    "keep_decision",
    "look_behind",
    "note",
    "nudge",
    "open_answers",
    "pause",
    "refer",
    "release",
    "restore",
    "resume",
    "send_card",
    "take_up",
    "tell_decision",
    "thread_of",
    "write",
]
