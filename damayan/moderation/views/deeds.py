"""One page and one form for each thing that a guide may do with a case."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from damayan.foundation.verdict import Refused
from damayan.moderation import actions, queries
from damayan.moderation.answers import LANGUAGES, ready_for, ready_words, spoken
from damayan.moderation.forms import HandOverForm, ReleaseForm
from damayan.moderation.rules_cases import may_do
from damayan.moderation.views.doors import concern_or_404
from damayan.moderation.views.page import page_of
from damayan.moderation.views.ways import ANSWER, Way
from damayan.moderation.vocabulary import subject_words
from damayan.safety.doors import MemberRequest
from damayan.safety.models import Concern

View = Callable[..., HttpResponse]


def door(way: Way) -> View:
    """The view of one way."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, key: str) -> HttpResponse:
        return _act(request, concern_or_404(request, key), way)

    return view


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, key: str, report: str) -> HttpResponse:
    """Answer one of those who reported."""
    found = concern_or_404(request, key)
    reported = queries.report_in(found, report)
    if reported is None:
        raise Http404
    return _act(request, found, ANSWER, report=reported)


@require_POST
def give_back(request: MemberRequest, key: str) -> HttpResponse:
    """One button: the case is free again."""
    found = concern_or_404(request, key)
    return _do(request, found, actions.give_back, leaves=True)


@require_POST
def take_up(request: MemberRequest, key: str) -> HttpResponse:
    """One button: I am looking after this."""
    found = concern_or_404(request, key)
    lively = request.POST.get("lively") == "1"
    return _do(request, found, lambda **by: actions.take_up(lively=lively, **by))


@require_POST
def hold(request: MemberRequest, key: str) -> HttpResponse:
    """A sign of life from an open page: 204, or 409 when the case is no longer in these hands."""
    found = concern_or_404(request, key)
    held = actions.hold(by=request.user, concern=found)
    return HttpResponse(status=204 if held else 409)


def _act(request: MemberRequest, concern: Concern, way: Way, **more: Any) -> HttpResponse:
    laid, case = queries.stand(request.user, concern)
    form = _form(request, way, laid)
    if request.method == "POST" and form.is_valid():

        def verb(**by: Any) -> None:
            way.verb(**by, **more, **form.cleaned_data)

        return _do(request, concern, verb, leaves=way.leaves)
    language = spoken(request.GET.get("in") or queries.language_of(laid, more.get("report")))
    shown = {
        "way": way,
        "laid": laid,
        "report": more.get("report"),
        "form": form,
        "may": may_do(way.deed, case),
        "subject": subject_words(concern.subject_kind),
        "ready": ready_for(way.deed, language),
        "language": language,
        "tongues": LANGUAGES,
        "page": page_of(request),
    }
    return render(request, "moderation/deed.html", shown)


def _form(request: MemberRequest, way: Way, laid: queries.Laid) -> forms.Form:
    more: dict[str, Any] = {}
    if way.form is HandOverForm:
        more["hands"] = queries.hands(request.user, laid)
    if request.method == "POST":
        return way.form(request.POST, **more)
    if way.form is ReleaseForm and laid.shown:
        more["initial"] = {"seen": laid.shown.changed_at}
    chosen = request.GET.get("ready", "")
    field = "words" if "words" in way.form.base_fields else "reason"
    words = ready_words(way.deed, request.GET.get("in", ""), chosen) if chosen else ""
    return way.form(**{"initial": {field: words}, **more})


def _do(
    request: MemberRequest, concern: Concern, verb: Callable[..., Any], *, leaves: bool = False
) -> HttpResponse:
    """Call one verb, and say what happened."""
    try:
        verb(by=request.user, concern=concern)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("moderation:concern", concern.key)
    messages.success(request, _("Done, and written in the log."))
    return redirect("moderation:reports") if leaves else redirect("moderation:concern", concern.key)
