"""Who comes into the supporters' room; everybody else finds nothing there (404)."""

from django.http import Http404

from damayan.people.models import Person, Role
from damayan.people.queries import holds
from damayan.support.queries.profiles import Profile, profile_of


def supporter(person: Person) -> Profile:
    """The profile of somebody who is a supporter here or in a group; one query."""
    profile = profile_of(person.pk)
    if not profile.is_supporter:
        raise Http404
    return profile


def coordinator(person: Person) -> None:
    """Only for coordinators of the installation."""
    if not holds(person, Role.COORDINATOR):
        raise Http404
