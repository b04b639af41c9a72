"""Every verb that changes an account, one file per noun."""

from damayan.people.actions.blocks import block_contact, unblock_contact
from damayan.people.actions.consents import give_consent, withdraw_consent
from damayan.people.actions.contacts import (
    remove_contact,
    send_verification,
    set_contact,
    verify_contact,
)
from damayan.people.actions.erasing import cancel_erasure, carry_out_erasures, request_erasure
from damayan.people.actions.exporting import forget_exports, make_export, request_export
from damayan.people.actions.joining import join
from damayan.people.actions.links import open_first_coordinator_link, use_first_coordinator_link
from damayan.people.actions.preferences import set_preferences
from damayan.people.actions.roles import end_role, grant_role, lay_down_role
from damayan.people.actions.sanctions import (
    allow_writing,
    close_account,
    pause_writing,
    reopen_account,
)
from damayan.people.actions.ways_in import (
    change_passphrase,
    change_sign_in_name,
    end_sessions,
    make_recovery_codes,
    recover,
    remove_way_in,
)

__all__ = [
    "allow_writing",
    "block_contact",
    "cancel_erasure",
    "carry_out_erasures",
    "change_passphrase",
    "change_sign_in_name",
    "close_account",
    "end_role",
    "end_sessions",
    "forget_exports",
    "give_consent",
    "grant_role",
    "join",
    "lay_down_role",
    "make_export",
    "make_recovery_codes",
    "open_first_coordinator_link",
    "pause_writing",
    "recover",
    "remove_contact",
    "remove_way_in",
    "reopen_account",
    "request_erasure",
    "request_export",
    "send_verification",
    "set_contact",
    "set_preferences",
    "unblock_contact",
    "use_first_coordinator_link",
    "verify_contact",
    "withdraw_consent",
]
