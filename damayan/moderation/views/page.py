"""How the guides' pages behave on one device: kept in a cookie of that device alone."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from damayan.moderation.forms import PageForm
from damayan.moderation.views.doors import slugs_of

_NAME = "guide_page"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Page:
    """Whether words stand open, whether urgent ones sound, whether single keys do something."""

    shown: bool = False
    sound: bool = False
    keys: bool = True


def page_of(request: HttpRequest) -> Page:
    """What was chosen on this device; blurred, silent and with keys at first."""
    kept = request.COOKIES.get(_NAME)
    if kept is None:
        return Page()
    chosen = kept.split(".")
    return Page(shown="shown" in chosen, sound="sound" in chosen, keys="keys" in chosen)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen, and go back to the queue."""
    slugs_of(request)
    form = PageForm(request.POST)
    form.is_valid()
    answer = redirect("moderation:reports")
    answer.set_cookie(
        _NAME,
        ".".join(name for name, wanted in form.cleaned_data.items() if wanted) or "none",
        max_age=_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer
