"""What was decided about me. Everybody else finds nothing here."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from damayan.moderation.actions.telling import thread_of
from damayan.moderation.forms_appeals import AppealForm
from damayan.moderation.queries import Told, decision_of, decisions_of
from damayan.moderation.queries.appeals import usual_time, who_may_look
from damayan.moderation.rules_appeals import ANSWERED_WITHIN, may_appeal
from damayan.notices.actions import read_thread
from damayan.safety import care
from damayan.safety.card import card
from damayan.safety.doors import MemberRequest


@login_required
@never_cache
@require_safe
def decisions(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = decisions_of(request.user, after=after, before=before)
    return render(request, "moderation/decisions.html", {"page": page})


@login_required
@never_cache
@require_safe
def decision(request: MemberRequest, key: str) -> HttpResponse:
    """Opening it marks its notices as read, as a story does with its own."""
    told = decision_of(request.user, key)
    if told is None:
        raise Http404
    read_thread(by=request.user, thread=thread_of(told.decision))
    return show(request, told, AppealForm())


def show(
    request: HttpRequest,
    told: Told,
    form: AppealForm,
    page: str = "moderation/decision.html",
    **more: Any,
) -> HttpResponse:
    """A decision with what its member can do; the form may have come back."""
    appeal = told.appeal
    found = care.shown(request.session, [("appeal", appeal.key)]) if appeal else None
    waits = appeal is None or appeal.decided_at is None
    shown: dict[str, Any] = {
        **more,
        "told": told,
        "form": form,
        "may_appeal": may_appeal(told.decision, appeal),
        "within": ANSWERED_WITHIN.days,
        "usual": usual_time() if waits else "",
        "nobody_else": waits and not who_may_look(told.decision),
        **(card(request.session, found) if found else {}),
    }
    return render(request, page, shown, status=422 if form.errors else 200)
