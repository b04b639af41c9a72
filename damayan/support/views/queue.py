"""Whom a supporter can help now, and what the queue reaches."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups.doors import MemberRequest
from damayan.stories import links
from damayan.stories.doors import refuse, story_or_404
from damayan.stories.models import Story
from damayan.support import doors
from damayan.support.actions import claims, readiness
from damayan.support.forms import ReadyForm
from damayan.support.offering import card, show_help_now
from damayan.support.queries import figures as measured
from damayan.support.queries import queue


@never_cache
@require_safe
@login_required
def help_now(request: MemberRequest) -> HttpResponse:
    """A few suggestions, each with its reason, and the way to say how much time there is."""
    return _page(request)


@require_POST
@login_required
def ready(request: MemberRequest) -> HttpResponse:
    """How much time they have, and what not today."""
    doors.supporter(request.user)
    form = ReadyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    readiness.say_ready(by=request.user, **form.cleaned_data)
    return redirect("support:help_now")


@require_POST
@login_required
def take(request: MemberRequest, key: str) -> HttpResponse:
    """They will answer: others see that somebody is writing."""
    doors.supporter(request.user)
    story = story_or_404(request.user, key)
    try:
        claims.take(by=request.user, story_key=key)
    except Refused as refused:
        refuse(request, refused)
        return redirect("support:help_now")
    except Story.DoesNotExist:
        messages.info(request, _("Somebody has answered there meanwhile."))
        return redirect("support:help_now")
    messages.info(request, _("Others see for 20 minutes that somebody is writing, never who."))
    return redirect(f"{links.story(story.key)}#answer")


@require_POST
@login_required
def decline(request: MemberRequest, key: str) -> HttpResponse:
    """Not this one; nobody else learns of it."""
    doors.supporter(request.user)
    story_or_404(request.user, key)
    try:
        readiness.decline(by=request.user, story_key=key)
    except Story.DoesNotExist:
        messages.info(request, _("Somebody has answered there meanwhile."))
    return redirect("support:help_now")


@require_POST
@login_required
def let_go(request: MemberRequest) -> HttpResponse:
    """They write there no longer."""
    doors.supporter(request.user)
    claims.let_go(by=request.user)
    return redirect("support:help_now")


@require_POST
@login_required
def rest(request: MemberRequest) -> HttpResponse:
    """Enough for today."""
    doors.supporter(request.user)
    readiness.rest(by=request.user)
    return redirect("support:help_now")


@never_cache
@require_safe
@login_required
def figures(request: MemberRequest) -> HttpResponse:
    """For coordinators: who waits longest now, and what was reached in four weeks."""
    doors.coordinator(request.user)
    late = [card(row) for row in queue.longest_overdue(request.user)]
    days = measured.latest()
    shown = {"standing": queue.standing(), "late": late, "days": days}
    return render(request, "support/figures.html", shown)


def _page(request: MemberRequest, form: ReadyForm | None = None) -> HttpResponse:
    page = queue.help_now(request.user)
    if not page.profile.is_supporter:
        raise Http404
    form = form or ReadyForm.of(page.profile)
    return render(request, "support/help_now.html", {**show_help_now(page), "form": form})
