"""The page between writing and sending, when words may tell who somebody is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from damayan.stories import guard
from damayan.stories.drafting import Fields


def wants_to_change(request: HttpRequest) -> bool:
    """They chose to go back to their words."""
    return request.POST.get(guard.CHOICE) == guard.CHANGE


def ask_first(
    request: HttpRequest, fields: Fields, *, action: str, exempt: Callable[[], bool]
) -> HttpResponse | None:
    """The question, with everything typed; None when there is nothing to ask.

    ``action`` is where the words go. ``exempt`` is asked only when something was noticed.
    """
    choice = request.POST.get(guard.CHOICE)
    if choice == guard.AS_IS:
        return None
    noticed = guard.notice(fields)
    if not noticed or exempt():
        return None
    hidden = choice == guard.HIDE
    shown = guard.show(fields, noticed, is_hidden=hidden)
    page = {**shown, "action": action}
    return render(request, "stories/guard.html", page, status=200 if hidden else 422)
