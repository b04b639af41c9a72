"""Where somebody stands, and how long answers really take."""

from datetime import timedelta
from statistics import median

from django.db.models import F

from damayan.foundation.clock import now, span
from damayan.people.models import Person
from damayan.support.questions.models import Practice, Question

_LATELY = timedelta(days=90)
_ENOUGH = 10


def practice_of(person: Person) -> Practice | None:
    """A person's licence, checked or not; one query."""
    return Practice.objects.filter(person=person).first()


def usual_wait() -> str:
    """The median time to an answer in the last 90 days in words; "" with fewer than ten."""
    done = Question.objects.filter(answered_at__gt=now() - _LATELY)
    took = done.annotate(took=F("answered_at") - F("asked_at")).values_list("took", flat=True)
    minutes = [one.total_seconds() / 60 for one in took[:500]]
    return span(median(minutes)) if len(minutes) >= _ENOUGH else ""
