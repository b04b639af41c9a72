"""A verb tried, and what came of it said on the next page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from damayan.foundation.verdict import Refused


def done(
    request: HttpRequest, verb: Callable[[], Any], words: str, to: str, *args: str
) -> HttpResponse:
    """Do it, say ``words`` or why not, and go on to the page named ``to``."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect(to, *args)
