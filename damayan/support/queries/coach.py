"""Whether the reply coach may look."""

from damayan.people.models import Person
from damayan.support.models import Coaching


def coach_may_look(person: Person) -> bool:
    """They switched it on. One query."""
    return Coaching.objects.filter(person=person).exists()
