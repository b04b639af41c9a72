"""Reporting something, and hearing what became of it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from damayan.foundation.verdict import Refused
from damayan.safety import actions, queries
from damayan.safety.doors import MemberRequest
from damayan.safety.forms import ReportForm
from damayan.safety.models import ReportKind
from damayan.safety.rules import NEXT_STEPS, OUTCOME_TOLD
from damayan.safety.subjects import may_be_reported


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    if not may_be_reported(request.user, kind, key):
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.report(
                by=request.user, subject_kind=kind, subject_key=key, **form.cleaned_data
            )
        except Refused:
            raise Http404 from None
        return redirect("safety:thanks", kind=made.kind)
    return render(request, "safety/report.html", {"form": form, "kind": kind})


@require_safe
@login_required
def thanks(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in ReportKind.values:
        raise Http404
    page = {"kind": kind, "next_step": NEXT_STEPS[ReportKind(kind)]}
    return render(request, "safety/thanks.html", page)


@never_cache
@require_safe
@login_required
def my_report(request: MemberRequest, key: str) -> HttpResponse:
    found = queries.my_report(request.user, key)
    if found is None:
        raise Http404
    outcome = OUTCOME_TOLD.get(found.concern.outcome)  # type: ignore[call-overload]
    return render(request, "safety/my_report.html", {"report": found, "outcome": outcome})
