from django.db import transaction

from damayan.people.models import Block, Person


@transaction.atomic
def block_contact(*, by: Person, other: Person | int) -> None:
    """End all contact between two accounts, silently; doing it again changes nothing."""
    other_id = other if isinstance(other, int) else other.pk
    if other_id != by.pk:
        Block.objects.get_or_create(blocker=by, blocked_id=other_id)


@transaction.atomic
def unblock_contact(*, by: Person, other: Person | int) -> None:
    """Take back one's own block; the other side's, if any, stays."""
    other_id = other if isinstance(other, int) else other.pk
    Block.objects.filter(blocker=by, blocked_id=other_id).delete()
