"""Doors that several rooms share: who does not belong finds nothing there (404, never 403)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from damayan.people.models import Person
from damayan.people.queries import holds

View = Callable[..., HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request behind ``login_required`` or ``only``."""

    user: Person


def person_of(request: HttpRequest) -> Person | None:
    """Who asks; None for a visitor."""
    return request.user if request.user.is_authenticated else None  # type: ignore[return-value]


def only(*roles: str) -> Callable[[View], View]:
    """Let in who holds one of ``roles`` in the whole installation."""

    def door(view: View) -> View:
        @wraps(view)
        def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not holds(person_of(request), *roles):
                raise Http404
            return view(request, *args, **kwargs)

        return behind

    return door
