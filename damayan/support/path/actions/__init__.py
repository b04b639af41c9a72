"""Verbs: apply, learn, try out with a mentor, be a supporter, renew, step further, step down."""

from damayan.support.path.actions.felt import say_felt
from damayan.support.path.actions.journeys import (
    DECISIONS,
    apply,
    ask_back,
    decide,
    step_down,
    take_back,
)
from damayan.support.path.actions.learning import answer_check, see_step
from damayan.support.path.actions.mentoring import (
    begin_trial,
    end_trial,
    hand_back,
    lengthen,
    write_note,
)
from damayan.support.path.actions.renewing import renew, tend
from damayan.support.path.actions.steps import ask_step, decide_step, give_back_step
from damayan.support.path.actions.trials import another_mentor, ask_for_mentor, not_now

__all__ = [
    "DECISIONS",
    "another_mentor",
    "answer_check",
    "apply",
    "ask_back",
    "ask_for_mentor",
    "ask_step",
    "begin_trial",
    "decide",
    "decide_step",
    "end_trial",
    "give_back_step",
    "hand_back",
    "lengthen",
    "not_now",
    "renew",
    "say_felt",
    "see_step",
    "step_down",
    "take_back",
    "tend",
    "write_note",
]
