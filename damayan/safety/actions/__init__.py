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
from damayan.safety.actions.line import (
    LONGEST,
    answer_on_line,
    end_line,
    forget_lines,
    leave_line,
    open_line,
    say_on_line,
)
from damayan.safety.actions.line_telling import tell_guides_of_line
from damayan.safety.actions.reports import answer_report, close_concern, report
from damayan.safety.actions.screening import forget_words, keep_found

__all__ = [
    "LONGEST",
    "add_helpline",
    "answer_on_line",
    "answer_report",
    "change_helpline",
    "close_concern",
    "end_line",
    "forget_lines",
    "forget_words",
    "keep_found",
    "leave_line",
    "load_helplines",
    "open_line",
    "report",
    "retire_helpline",
    "return_helpline",
    "say",
    "say_on_line",
    "send_card",
    "tell_guides_of_line",
    "think_of",
    "verify_helpline",
]
