"""What keeps an account from writing or entering. Who decides it, why and how long: moderation."""

from datetime import datetime

from django.db import transaction

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.people import returning, sessions
from damayan.people.models import Person


def pause_writing(*, person: Person, until: datetime) -> None:
    """Let ``person`` read on but write nowhere until a moment; it ends by itself."""
    Person.objects.filter(pk=person.pk).update(paused_until=until)
    person.paused_until = until


def allow_writing(*, person: Person) -> None:
    """End the pause everywhere now; a group's own pause is another matter."""
    Person.objects.filter(pk=person.pk).update(paused_until=None)
    person.paused_until = None


@transaction.atomic
def close_account(*, person: Person) -> None:
    """Sign ``person`` out everywhere and let them in no more, by whatever way."""
    moment = now()
    Person.objects.filter(pk=person.pk).update(removed_at=moment, is_active=False)
    person.removed_at, person.is_active = moment, False
    returning.remember_sessions(person)
    sessions.end(person)
    live.rights_changed(person.pk)


def reopen_account(*, person: Person) -> None:
    """Let ``person`` in again, as they were."""
    Person.objects.filter(pk=person.pk).update(removed_at=None, is_active=True)
    person.removed_at, person.is_active = None, True
