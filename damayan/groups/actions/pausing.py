from django.db import transaction

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.groups import rules
from damayan.groups.models import Membership, Persona
from damayan.groups.queries import role_in
from damayan.people.models import Person


@transaction.atomic
def pause(*, by: Person, persona: Persona) -> None:
    """Let ``persona`` read on but write no more here. Raises Refused for who is no guide."""
    require(rules.may_guide(role_in(by, persona.group)))
    Membership.objects.filter(persona=persona, paused_at=None).update(paused_at=now(), paused_by=by)


@transaction.atomic
def resume(*, by: Person, persona: Persona) -> None:
    """Let ``persona`` write again."""
    require(rules.may_guide(role_in(by, persona.group)))
    Membership.objects.filter(persona=persona).update(paused_at=None, paused_by=None)
