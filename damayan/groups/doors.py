"""How views load what a person may see; who does not belong finds nothing (404)."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from damayan.groups.models import Group, Persona
from damayan.groups.queries import role_in
from damayan.groups.rules import may_guide, may_invite
from damayan.people.models import Person
from damayan.safety.doors import MemberRequest, person_of

__all__ = [
    "MemberRequest",
    "group_for",
    "guided_group_for",
    "invited_group_for",
    "person_of",
    "persona_for",
]


def group_for(person: Person | None, slug: str) -> Group:
    """A group whose existence ``person`` may know of."""
    return get_object_or_404(Group.objects.visible_to(person), slug=slug)


def persona_for(person: Person | None, slug: str, key: str) -> Persona:
    """A persona that ``person`` sees in its group."""
    found = Persona.objects.visible_to(person).filter(group__slug=slug)
    return get_object_or_404(found.select_related("group"), key=key)


def invited_group_for(request: HttpRequest, slug: str) -> Group:
    """A group into which this guide or coordinator may invite."""
    person = person_of(request)
    group = group_for(person, slug)
    if not may_invite(role_in(person, group)):
        raise Http404
    return group


def guided_group_for(request: HttpRequest, slug: str) -> Group:
    """A group that this person guides or coordinates."""
    person = person_of(request)
    group = group_for(person, slug)
    if not may_guide(role_in(person, group)):
        raise Http404
    return group
