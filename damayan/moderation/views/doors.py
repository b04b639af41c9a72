"""Who guides nothing finds nothing here; a guide finds the cases of the groups that they guide."""

from django.http import Http404, HttpRequest

from damayan.groups.queries import guided_slugs
from damayan.moderation import queries
from damayan.safety.doors import person_of
from damayan.safety.models import Concern


def slugs_of(request: HttpRequest) -> frozenset[str] | None:
    """The groups that the visitor guides, None for all of them; 404 for who guides nothing."""
    slugs = guided_slugs(person_of(request))
    if slugs is not None and not slugs:
        raise Http404
    return slugs


def concern_or_404(request: HttpRequest, key: str) -> Concern:
    """A case that the visitor may look at."""
    person = person_of(request)
    found = queries.concern_for(person, key) if person else None
    if found is None:
        raise Http404
    return found
