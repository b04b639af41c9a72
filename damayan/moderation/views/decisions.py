"""What was decided about me. Everybody else finds nothing here."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from damayan.moderation import queries
from damayan.moderation.actions import thread_of
from damayan.notices.actions import read_thread
from damayan.safety.doors import MemberRequest


@login_required
@never_cache
@require_safe
def decisions(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.decisions_of(request.user, after=after, before=before)
    return render(request, "moderation/decisions.html", {"page": page})


@login_required
@never_cache
@require_safe
def decision(request: MemberRequest, key: str) -> HttpResponse:
    """Opening it marks its notices as read, as a story does with its own."""
    told = queries.decision_of(request.user, key)
    if told is None:
        raise Http404
    read_thread(by=request.user, thread=thread_of(told.decision))
    return render(request, "moderation/decision.html", {"told": told})
