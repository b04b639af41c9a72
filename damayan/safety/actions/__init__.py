"""Verbs: keep what screening found, care for its author, answer reports, keep the helplines."""

from damayan.safety.actions.caring import say, send_card, think_of
from damayan.safety.actions.helplines import (
    add_helpline,
    change_helpline,
    load_helplines,
    retire_helpline,
    return_helpline,
    verify_helpline,
)
from damayan.safety.actions.reports import answer_report, close_concern, report
from damayan.safety.actions.screening import forget_words, keep_found

__all__ = [
    "add_helpline",
    "answer_report",
    "change_helpline",
    "close_concern",
    "forget_words",
    "keep_found",
    "load_helplines",
    "report",
    "retire_helpline",
    "return_helpline",
    "say",
    "send_card",
    "think_of",
    "verify_helpline",
]
