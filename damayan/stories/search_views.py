"""Search: a form that is posted, and its results behind a sealed link."""

from dataclasses import asdict

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from damayan.people.models import Person
from damayan.stories import search_queries as queries
from damayan.stories.search_forms import SearchForm
from damayan.stories.search_links import Asked, link_for, open_link


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    person = request.user if isinstance(request.user, Person) else None
    groups = queries.groups_to_choose(person)
    if request.method == "POST":
        form = SearchForm(request.POST, groups=groups)
        if form.is_valid():
            token = link_for(form.asked(), person)
            return redirect(f"{reverse('stories:search')}?find={token}")
        return render(request, "stories/search.html", {"form": form})
    token = request.GET.get("find", "")
    asked = open_link(token, person) if token else None
    form = SearchForm(initial=asdict(asked) if asked else None, groups=groups)
    page = {"form": form, "token": token, "asked": asked, "ended": bool(token) and not asked}
    if asked:
        page |= _found(person, asked, request.GET.get("page", ""))
    return render(request, "stories/search.html", page)


def _found(person: Person | None, asked: Asked, page: str) -> dict[str, object]:
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1
    try:
        return {"results": queries.search(person, asked, page=number)}
    except OperationalError:
        return {"too_slow": True}
