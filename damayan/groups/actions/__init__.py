"""Every verb that changes a group, a membership or what one persona sees of another."""

from damayan.groups.actions.blocks import block, mute, unblock, unmute
from damayan.groups.actions.desk import (
    archive,
    change,
    close_to_search,
    found,
    open_to_search,
    reopen,
)
from damayan.groups.actions.figures import keep_answer_times
from damayan.groups.actions.forgetting import forget_name, forget_name_later
from damayan.groups.actions.invitations import invite, withdraw_invitation
from damayan.groups.actions.joining import accept_rules, join, leave
from damayan.groups.actions.pacing import change_pace
from damayan.groups.actions.pausing import pause, resume
from damayan.groups.actions.roles import end_role, grant_role

__all__ = [
    "accept_rules",
    "archive",
    "block",
    "change",
    "change_pace",
    "close_to_search",
    "end_role",
    "forget_name",
    "forget_name_later",
    "found",
    "grant_role",
    "invite",
    "join",
    "keep_answer_times",
    "leave",
    "mute",
    "open_to_search",
    "pause",
    "reopen",
    "resume",
    "unblock",
    "unmute",
    "withdraw_invitation",
]
