"""What becomes of the private talks of a closed account: nobody is left waiting in them."""

from django.db.models import Q

from damayan.people.models import Person
from damayan.support.listening import actions as listening
from damayan.support.listening.models import Talk, Wish

PART = "moderation.part"


def part(person_id: int) -> None:
    """End the talks of a closed account gently, and take its wish to talk back; by a job."""
    person = Person.objects.filter(pk=person_id, removed_at__isnull=False).first()
    if person is None:
        return
    either = Q(member=person) | Q(listener=person)
    for talk in Talk.objects.filter(either, ended_at=None).order_by("pk"):
        listening.end(by=person, talk=talk)
    for wish in Wish.objects.of(person).open():
        listening.cancel(by=person, wish=wish)
