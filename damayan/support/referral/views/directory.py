"""The directory of services, open to everybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from damayan.foundation.languages import named
from damayan.people.models import Person
from damayan.safety.doors import person_of
from damayan.support import tickets
from damayan.support.referral import queries
from damayan.support.referral.forms import SuggestForm, WantedForm
from damayan.support.referral.queries.services import checked_words, is_stale


def ticket_in(request: HttpRequest) -> tuple[str, tickets.Ticket | None]:
    """The sealed note in the address, if it is this reader's own."""
    words = request.GET.get("for", "") or request.POST.get("for", "")
    person = person_of(request)
    return words, tickets.read(words[:600], by_id=person.pk) if person and words else None


@never_cache
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    form = WantedForm(request.GET, places=queries.places())
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    words, ticket = ticket_in(request)
    asked = request.GET.copy()
    for name in ("after", "before"):
        asked.pop(name, None)
    page = {
        "form": form,
        "page": queries.services(form.wanted(), after=after, before=before),
        "checked": checked_words,
        "stale": is_stale,
        "asked": asked.urlencode(),
        "note": words if ticket else "",
    }
    return render(request, "referral/services.html", page)


@never_cache
@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    return show_service(request, key)


def show_service(request: HttpRequest, key: str, **bound: Any) -> HttpResponse:
    """The page of one service; a form that came back takes the place of the empty one."""
    person: Person | None = person_of(request)
    found = queries.service_for(person, key)
    if found is None:
        raise Http404
    words, ticket = ticket_in(request)
    page = {
        "service": found,
        "checked": checked_words(found),
        "stale": is_stale(found),
        "open": queries.open_with(person, found) if person else None,
        "note": words if ticket else "",
        "fresh": get_random_string(22),
        "spoken": ", ".join(named(found.languages)),
        "suggestion": SuggestForm(),
        **bound,
    }
    return render(request, "referral/service.html", page)
