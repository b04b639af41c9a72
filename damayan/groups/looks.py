"""Offering names: each is signed for one person, so that only an offered one can be worn."""

from django.core import signing

from damayan.groups import names
from damayan.groups.models import Group, Persona
from damayan.groups.names import Look
from damayan.groups.queries import personas_of
from damayan.people.models import Person

_DAY = 24 * 60 * 60


def offered(person: Person, group: Group, count: int = 5) -> list[Look]:
    """Names that are free here and unlike the person's other personas; three queries.

    Before the first group, the one chosen on joining comes first.
    """
    own = frozenset(persona.name for persona in personas_of(person))
    looks = names.free_names(group, person.language, count, without=own)
    if person.first_name and person.first_seed is not None and _fits(person, group):
        looks = [Look(person.first_name, person.first_seed), *looks[: count - 1]]
    return looks


def _fits(person: Person, group: Group) -> bool:
    if not names.is_generated(person.first_name):
        return False
    return not Persona.objects.filter(group=group, name__iexact=person.first_name).exists()


def sign(person: Person, look: Look) -> str:
    """The value of a choice in the form."""
    return signing.dumps([look.name, look.seed], salt=f"groups.look.{person.pk}")


def opened(person: Person, value: str) -> Look | None:
    """The look in a choice that was offered to ``person`` within a day, else None."""
    try:
        name, seed = signing.loads(value, salt=f"groups.look.{person.pk}", max_age=_DAY)
    except (signing.BadSignature, ValueError):
        return None
    return Look(name, seed)
