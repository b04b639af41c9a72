"""Verbs: keep the directory, suggest a service, and lead a referral from one state to the next."""

from damayan.support.referral.actions.following import ask_how_it_went, forget_ended
from damayan.support.referral.actions.referrals import agree, begin, lead, suggest, weigh, withdraw
from damayan.support.referral.actions.services import (
    add_service,
    bring_in,
    change_service,
    retire_service,
    return_service,
    verify_service,
)

__all__ = [
    "add_service",
    "agree",
    "ask_how_it_went",
    "begin",
    "bring_in",
    "change_service",
    "forget_ended",
    "lead",
    "retire_service",
    "return_service",
    "suggest",
    "verify_service",
    "weigh",
    "withdraw",
]
