"""What each request needs of the person, and what it must not know of them."""

import ipaddress
from collections.abc import Callable

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.crypto import salted_hmac

from damayan.foundation.clock import now
from damayan.people import returning
from damayan.people.sessions import browser

_KNOWN = {code for code, _name in settings.LANGUAGES}
_TELLING = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_TRUE_CLIENT_IP",
)

Answer = Callable[[HttpRequest], HttpResponse]


def pseudonym(address: str, day: str) -> str:
    """A made-up IPv6 address (fd00::/8, 56 random-looking bits) that stands for one address today.

    IPv6 visitors are counted by their /64. Without the installation's secret key it cannot be
    turned back, and tomorrow it is another one.
    """
    digest = salted_hmac("people.address." + day, _network(address), algorithm="sha256").digest()
    return str(ipaddress.IPv6Address(b"\xfd" + digest[:7] + bytes(8)))


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.IPv6Network((known, 64), strict=False))
    return str(known)


class ForgetfulMiddleware:
    """Stands first: behind it nobody, no log and no table ever sees a visitor's address.

    Limits count by the day's pseudonym; the browser is known by family only ("Chrome, Android").
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = get_client_ip(request) or ""
        request.META["REMOTE_ADDR"] = pseudonym(address, now().date().isoformat())
        request.META["HTTP_USER_AGENT"] = browser(request.META.get("HTTP_USER_AGENT", ""))
        for name in _TELLING:
            request.META.pop(name, None)
        vars(request).pop("headers", None)  # a copy that would still know the address
        return self.get_response(request)


class PersonMiddleware:
    """Speaks the member's language; a visitor's comes from the cookie or the browser."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if session is None:
            return self.get_response(request)
        if request.user.is_authenticated:
            _speak(request, request.user.language)
            return self.get_response(request)
        # A session that is over is brought once: then the browser is told to drop it.
        marked = request.session.is_empty() and returning.was_closed(session)
        response = self.get_response(request)
        if marked:
            returning.mark(request, response)
        return response


def _speak(request: HttpRequest, language: str) -> None:
    if language in _KNOWN and language != translation.get_language():
        translation.activate(language)
        request.LANGUAGE_CODE = language
