"""The private line with the author of a case, for its guides."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.moderation import queries
from damayan.moderation.actions import line as actions
from damayan.moderation.rules_cases import may_do
from damayan.moderation.views.doors import concern_or_404
from damayan.moderation.vocabulary import Deed
from damayan.safety.doors import MemberRequest
from damayan.safety.forms import LineForm
from damayan.safety.models import Concern
from damayan.safety.queries import line_of


@never_cache
@require_safe
def line(request: MemberRequest, key: str) -> HttpResponse:
    return _page(request, concern_or_404(request, key), LineForm.empty())


def _page(request: MemberRequest, found: Concern, form: LineForm) -> HttpResponse:
    """Nobody reads a line about their own words here: they have their own side of it."""
    _laid, case = queries.stand(request.user, found)
    if case.own:
        raise Http404
    may = may_do(Deed.LINE, case)
    page = {"concern": found, "thread": line_of(found), "form": form, "may": may}
    status = 422 if form.errors else 200
    return render(request, "moderation/line.html", page, status=status)


@never_cache
@require_POST
def write_on_line(request: MemberRequest, key: str) -> HttpResponse:
    found, form = concern_or_404(request, key), LineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    return _do(request, found, actions.write_on_line, **form.cleaned_data)


@require_POST
def end_line(request: MemberRequest, key: str) -> HttpResponse:
    return _do(request, concern_or_404(request, key), actions.end_line)


def _do(
    request: MemberRequest, found: Concern, verb: Callable[..., None], **given: Any
) -> HttpResponse:
    try:
        verb(by=request.user, concern=found, **given)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("moderation:line", found.key)
