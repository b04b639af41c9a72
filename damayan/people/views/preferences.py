"""Language, light or dark, size of letters; also for visitors, who keep them in cookies."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from damayan.people import actions, doors
from damayan.people.doors import MemberRequest
from damayan.people.forms import PreferencesForm

_YEAR = 60 * 60 * 24 * 365


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Members' forms carry a token; visitors' pages do not, and a cookie's theme is no harm."""
    if request.method != "POST":
        return _page(request)
    if request.user.is_authenticated:
        return _of_member(cast(MemberRequest, request))
    return _of_visitor(request)


@never_cache
def _page(request: HttpRequest) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    cookies = request.COOKIES
    large = person.large_type if person else cookies.get("large_type") == "1"
    initial = {
        "language": request.LANGUAGE_CODE,
        "theme": person.theme if person else cookies.get("theme", ""),
        "large_type": "1" if large else "0",
    }
    form = PreferencesForm(initial=initial)
    onward = doors.safe_next(request, "people:preferences")
    return render(request, "people/preferences.html", {"form": form, "onward": onward})


@csrf_protect
def _of_member(request: MemberRequest) -> HttpResponse:
    actions.set_preferences(by=request.user, chosen=PreferencesForm(request.POST).chosen())
    return HttpResponseRedirect(doors.safe_next(request, "home:front"))


def _of_visitor(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(doors.safe_next(request, "home:front"))
    names = {"language": settings.LANGUAGE_COOKIE_NAME}
    for field, value in PreferencesForm(request.POST).chosen().items():
        kept = str(int(value)) if field == "large_type" else value
        response.set_cookie(
            names.get(field, field),
            kept,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
