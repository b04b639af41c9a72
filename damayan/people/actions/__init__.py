"""Every verb that changes an account, one file per noun."""

from damayan.people.actions.blocks import block_contact, unblock_contact
from damayan.people.actions.consents import give_consent, withdraw_consent
from damayan.people.actions.joining import join
from damayan.people.actions.links import open_first_coordinator_link, use_first_coordinator_link
from damayan.people.actions.roles import end_role, grant_role

__all__ = [
    "block_contact",
    "end_role",
    "give_consent",
    "grant_role",
    "join",
    "open_first_coordinator_link",
    "unblock_contact",
    "use_first_coordinator_link",
    "withdraw_consent",
]
