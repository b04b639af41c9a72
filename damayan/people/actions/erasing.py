from datetime import timedelta

from django.conf import settings
from django.db import transaction

from damayan.foundation.clock import now
from damayan.people import holdings, keys
from damayan.people.models import Erasure, Person


@transaction.atomic
def request_erasure(*, by: Person, words: str) -> Erasure:
    """Note the wish to be erased; it is carried out after the grace period.

    ``words`` is an Erasure.Words value. Asking again changes the choice, not the day.
    """
    erasure, _made = Erasure.objects.get_or_create(
        person=by,
        defaults={
            "words": Erasure.Words(words),
            "due_at": now() + timedelta(days=settings.ERASE_GRACE_DAYS),
        },
    )
    if erasure.words != words:
        erasure.words = Erasure.Words(words)
        erasure.save(update_fields=["words"])
    return erasure


def cancel_erasure(*, by: Person) -> None:
    """Take the wish back; nothing has happened yet."""
    Erasure.objects.filter(person=by).delete()


def carry_out_erasures() -> int:
    """Erase everybody whose grace period is over, one transaction each. Answers how many."""
    due = Erasure.objects.filter(due_at__lte=now()).values_list("pk", flat=True)
    return sum(_carry_out(pk) for pk in list(due))


@transaction.atomic
def _carry_out(pk: int) -> bool:
    """From the top room down, so that what leans on the account goes before the account."""
    erasure = (
        Erasure.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person")
        .filter(pk=pk, due_at__lte=now())
        .first()
    )
    if erasure is None:
        return False
    person = Person.objects.select_for_update().get(pk=erasure.person_id)
    for holding in reversed(holdings.registered()):
        holding.erase(person, erasure.words)
    keys.destroy_key(person)
    person.delete()
    return True
