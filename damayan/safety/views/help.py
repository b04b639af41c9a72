"""Urgent help and the way out: for everybody, at once."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from damayan.foundation.clock import now
from damayan.safety import near, queries, staffing
from damayan.safety.forms import NearForm


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Browsers may keep it for a time without a connection, and ask again when there is one."""
    said = near.of(request.session)
    rows = queries.in_use()
    page = {
        "kinds": queries.lines_of(rows, said),
        "near": said,
        "near_form": NearForm(initial=asdict(said), places=queries.places_of(rows)),
        **staffing.public(),
    }
    response = render(request, "safety/help.html", page)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def kept(request: HttpRequest, slug: str) -> HttpResponse:
    """What a phone keeps for the hour without a connection, in the language ``slug``."""
    if slug not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(slug):
        page = {"kinds": queries.lines_now(), "day": now()}
        response = HttpResponse(render_to_string("safety/kept.html", page))
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    return render(request, "safety/leaving.html", {})


@require_safe
def leave(request: HttpRequest) -> HttpResponseRedirect:
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
