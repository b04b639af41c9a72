"""Urgent help and the way out: for everybody, at once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from damayan.safety import queries, staffing


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Browsers may keep it for a time without a connection, and ask again when there is one."""
    page = {"kinds": queries.lines_now(), **staffing.public()}
    response = render(request, "safety/help.html", page)
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
