"""Coming in for the first time, and proving again that it is still you."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from damayan.foundation.clock import now
from damayan.people import codes
from damayan.people.actions import set_preferences
from damayan.people.forms import PreferencesForm
from damayan.people.models import Person

_SHOW_FOR = 60 * 60


class MemberRequest(HttpRequest):
    """A request behind ``login_required``: somebody is signed in."""

    user: Person  # type: ignore[assignment]


View = Callable[..., HttpResponse]


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where the person came from (``next``, on this site only), else the page ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    secure = request.is_secure()
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, here, secure):
        return wanted
    return resolve_url(otherwise)


def arrive(request: HttpRequest, person: Person) -> None:
    """Sign in somebody who just joined, with recovery codes made and open to be shown.

    How the pages looked to the visitor, they look to the member.
    """
    if not codes.unused(person):
        codes.renew(person)
        set_preferences(by=person, chosen=PreferencesForm(request.COOKIES).chosen())
    onward = safe_next(request, settings.JOINED_REDIRECT_URL)
    perform_login(request, person, email_verification="none", signup=True)
    show_codes(request, onward)


def show_codes(request: HttpRequest, onward: str) -> None:
    """Let the codes be seen, in this session, until the person goes on; an hour at most."""
    request.session["codes"] = {"until": now().timestamp() + _SHOW_FOR, "onward": onward}


def codes_to_show(request: HttpRequest) -> list[str]:
    """The person's codes while they may be seen; else nothing."""
    shown = request.session.get("codes")
    if not request.user.is_authenticated or not shown or shown["until"] < now().timestamp():
        return []
    return codes.unused(request.user)


def close_codes(request: HttpRequest) -> str:
    """Never show these codes again. Answers where the person goes on to."""
    shown = request.session.pop("codes", None)
    return shown["onward"] if shown else resolve_url(settings.JOINED_REDIRECT_URL)


def asks_again(back: str) -> Callable[[View], View]:
    """Only for who signed in or proved themselves in the last ten minutes.

    Others do so first and come back: to this page, or, when they were sending something, to the
    page ``back``. What they sent is not kept meanwhile: it may hold a passphrase.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _proven_lately(request):
                return view(request, *args, **kwargs)
            methods = get_adapter(request).get_reauthentication_methods(request.user)
            goal = request.get_full_path() if request.method == "GET" else reverse(back)
            return redirect(f"{methods[0]['url']}?{urlencode({'next': goal})}")

        return inner

    return decorate


def _proven_lately(request: HttpRequest) -> bool:
    """As allauth would say, without its queries for every kind of second factor."""
    since = now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(one.get("reauthenticated") and one["at"] > since for one in records)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form brought, also when it is empty; None when nothing was sent."""
    return request.POST if request.method == "POST" else None
