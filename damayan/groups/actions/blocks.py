"""Setting a persona aside; docs/decisions/0004-blocks.md says what a block does."""

from django.db import transaction

from damayan.foundation.verdict import require
from damayan.groups import rules
from damayan.groups.models import Membership, Persona, PersonaBlock, PersonaMute
from damayan.groups.queries import person_behind
from damayan.people.actions import block_contact, unblock_contact
from damayan.people.models import Person


@transaction.atomic
def block(*, by: Person, persona: Persona) -> None:
    """Make ``persona`` and oneself gone for each other in their group, and end account contact.

    Silent and repeatable. Raises Refused for oneself or from outside the group.
    """
    mine = _mine(by, persona)
    require(rules.may_block(mine, persona))
    PersonaBlock.objects.get_or_create(blocker=mine, blocked=persona)
    other = person_behind(persona.pk)
    if other is not None:
        block_contact(by=by, other=other)


@transaction.atomic
def unblock(*, by: Person, persona: Persona) -> None:
    """Take back one's own block; the other side's, if any, goes on.

    Contact between the accounts opens again only when no other persona of the same person is
    still blocked, so unblocking one says nothing of another.
    """
    PersonaBlock.objects.filter(blocker__membership__person=by, blocked=persona).delete()
    other = person_behind(persona.pk)
    if other is None:
        return
    left = PersonaBlock.objects.filter(
        blocker__membership__person=by, blocked__membership__person=other
    )
    if not left.exists():
        unblock_contact(by=by, other=other)


def mute(*, by: Person, persona: Persona) -> None:
    """See no words of ``persona`` any more; they notice nothing. Raises Refused as ``block``."""
    mine = _mine(by, persona)
    require(rules.may_block(mine, persona))
    PersonaMute.objects.get_or_create(muter=mine, muted=persona)


def unmute(*, by: Person, persona: Persona) -> None:
    """Take back one's own mute."""
    PersonaMute.objects.filter(muter__membership__person=by, muted=persona).delete()


def _mine(by: Person, persona: Persona) -> Persona | None:
    found = Membership.objects.active().of(by).filter(group_id=persona.group_id).first()
    return found.persona if found else None
