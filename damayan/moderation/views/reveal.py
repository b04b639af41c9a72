"""Break-glass: asking, answering, seeing for a while. Who guides nothing finds nothing here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.moderation.actions import reveal as actions
from damayan.moderation.forms_reveal import NEVER, ApproveForm, AskRevealForm, RefuseForm, WordsForm
from damayan.moderation.models import BreakGlass
from damayan.moderation.queries import concern_for
from damayan.moderation.queries import reveal as queries
from damayan.moderation.rules_reveal import may_answer, may_review, may_see
from damayan.moderation.views.shifts import guide_of, say
from damayan.people.doors import sent
from damayan.people.models import Role
from damayan.people.queries import holds
from damayan.safety.doors import MemberRequest, only


def _reveal(request: MemberRequest, key: str) -> BreakGlass:
    found = queries.reveal_for(guide_of(request), key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, key: str) -> HttpResponse:
    concern = concern_for(guide_of(request), key)
    if concern is None:
        raise Http404
    standing = queries.waiting_reveal(concern.pk)
    if standing and request.method != "POST":
        return redirect("moderation:reveal", standing.key)
    form = AskRevealForm(sent(request))
    if form.is_valid():
        try:
            made = actions.ask(by=request.user, concern=concern, **form.given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The others are being told now."))
            return redirect("moderation:reveal", made.key)
    page = {"concern": concern, "form": form}
    return render(request, "moderation/reveal_ask.html", page, status=422 if form.errors else 200)


@never_cache
@require_safe
def reveal(request: MemberRequest, key: str) -> HttpResponse:
    return _page(request, _reveal(request, key))


def _page(
    request: MemberRequest, found: BreakGlass, seen: Any = None, **bound: forms.Form
) -> HttpResponse:
    """The page of one wish. ``seen`` is in the answer to the POST only, and kept nowhere."""
    coordinates = holds(request.user, Role.COORDINATOR)
    tell = NEVER if found.tell_days is None else str(found.tell_days)
    answers = may_answer(request.user, found)
    asked = {"tell": tell, "untold_reason": found.untold_reason}
    page = {
        "wish": queries.wish(request.user, found),
        "seen": seen,
        "now": now(),
        "may_answer": answers,
        "may_see": may_see(request.user, found),
        "may_review": may_review(request.user, found, coordinates=coordinates),
        "approve": bound.get("approve") or ApproveForm(initial=asked),
        "why": bound.get("why") or (RefuseForm() if answers else WordsForm()),
        "coordinates": coordinates,
    }
    failed = any(form.errors for form in bound.values())
    return render(request, "moderation/reveal.html", page, status=422 if failed else 200)


@require_POST
def approve(request: MemberRequest, key: str) -> HttpResponse:
    found = _reveal(request, key)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, approve=form)
    say(
        request, actions.approve, _("Approved, and written in the log."), reveal=found, **form.given
    )
    return redirect("moderation:reveal", key)


@require_POST
def refuse(request: MemberRequest, key: str) -> HttpResponse:
    found = _reveal(request, key)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, why=form)
    say(
        request,
        actions.refuse,
        _("Refused, and written in the log."),
        reveal=found,
        **form.cleaned_data,
    )
    return redirect("moderation:reveal", key)


@never_cache
@require_POST
def see(request: MemberRequest, key: str) -> HttpResponse:
    found = _reveal(request, key)
    try:
        seen = actions.see(by=request.user, reveal=found)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("moderation:reveal", key)
    return _page(request, found, seen)


def _review(request: MemberRequest, key: str, *, tell_now: bool) -> HttpResponse:
    found = _reveal(request, key)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, why=form)
    given = {"tell_now": tell_now, **form.cleaned_data}
    say(request, actions.review, _("Done, and written in the log."), reveal=found, **given)
    return redirect("moderation:reveal", key)


@require_POST
@only(Role.COORDINATOR)
def leave_untold(request: MemberRequest, key: str) -> HttpResponse:
    return _review(request, key, tell_now=False)


@require_POST
@only(Role.COORDINATOR)
def tell_now(request: MemberRequest, key: str) -> HttpResponse:
    return _review(request, key, tell_now=True)


@never_cache
@require_safe
@only(Role.COORDINATOR)
def reveals(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.reveals(request.user, after=after, before=before)
    return render(request, "moderation/reveals.html", {"page": page})
