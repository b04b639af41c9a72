from datetime import timedelta
from typing import NamedTuple

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.groups import rules
from damayan.groups.models import Group, Invitation
from damayan.groups.queries import role_in
from damayan.groups.tokens import new_token, token_hash
from damayan.people.models import Person

LONGEST_DAYS = 90
MOST_USES = 500


class Invited(NamedTuple):
    """A new invitation, and its token, which is shown once and kept nowhere."""

    invitation: Invitation
    token: str


def invite(*, by: Person, group: Group, uses: int = 1, days: int = 14) -> Invited:
    """Make a link into ``group`` for ``uses`` people during ``days`` days.

    Raises Refused when ``by`` is neither guide nor coordinator.
    """
    require(rules.may_invite(role_in(by, group)))
    token = new_token()
    made = Invitation.objects.create(
        group=group,
        token_hash=token_hash(token),
        created_by=by,
        expires_at=now() + timedelta(days=min(max(days, 1), LONGEST_DAYS)),
        uses_left=min(max(uses, 1), MOST_USES),
    )
    return Invited(made, token)


def withdraw_invitation(*, by: Person, invitation: Invitation) -> None:
    """End an invitation at once. Raises Refused as ``invite``."""
    require(rules.may_invite(role_in(by, invitation.group)))
    Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(
        withdrawn_at=now(), withdrawn_by=by
    )
