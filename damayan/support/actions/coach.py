"""Letting the reply coach look, and no longer."""

from damayan.people.models import Person
from damayan.support.models import Coaching


def let_coach_look(*, by: Person) -> None:
    """From now on it looks whenever they ask; again is the same."""
    Coaching.objects.get_or_create(person=by)


def keep_coach_away(*, by: Person) -> None:
    """It looks at nothing of theirs any more; it kept nothing that would have to go."""
    Coaching.objects.filter(person=by).delete()
