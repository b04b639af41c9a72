"""Caring for guides: what they meet is counted, and breaks come in time."""

from django.db import transaction

from damayan.foundation.clock import now
from damayan.moderation.models import Exposure, Rest
from damayan.moderation.queries.resting import load_of
from damayan.moderation.rules_resting import break_is_due, rest_length
from damayan.people.models import Person
from damayan.safety.models import Concern


@transaction.atomic
def expose(*, guide: Person, concern: Concern) -> None:
    """Count that ``guide`` opened the words of a case; once for each case, at its highest level.

    A break begins when one is due; the case at hand stays theirs.
    """
    row, new = Exposure.objects.get_or_create(
        guide=guide, concern=concern, defaults={"level": concern.level}
    )
    if not new and row.level < concern.level:
        row.level, new = concern.level, True
        row.save(update_fields=["level"])
    if new:
        _give_rest(guide)


def _give_rest(guide: Person) -> bool:
    Person.objects.select_for_update().get(pk=guide.pk)
    if not break_is_due(load_of(guide)):
        return False
    moment = now()
    Rest.objects.create(
        guide=guide, cause=Rest.Cause.DUE, starts_at=moment, until=moment + rest_length()
    )
    return True
