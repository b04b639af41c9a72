"""Verbs: check a licence, ask, take, draft, get a second view, answer, and keep office hours."""

from damayan.support.questions.actions.answering import (
    ask_opinion,
    draft,
    give_back,
    give_opinion,
    send,
    take,
)
from damayan.support.questions.actions.asking import ask, say_whether_helped, withdraw
from damayan.support.questions.actions.hours import (
    book,
    cancel,
    cancel_coming,
    free_booked,
    offer_slot,
    remind,
)
from damayan.support.questions.actions.practices import apply, check, end_practice, renew

__all__ = [
    "apply",
    "ask",
    "ask_opinion",
    "book",
    "cancel",
    "cancel_coming",
    "check",
    "draft",
    "end_practice",
    "free_booked",
    "give_back",
    "give_opinion",
    "offer_slot",
    "remind",
    "renew",
    "say_whether_helped",
    "send",
    "take",
    "withdraw",
]
