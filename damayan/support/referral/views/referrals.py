"""A referral step by step: weigh, agree, take along, say what happened, take back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.safety.doors import MemberRequest
from damayan.stories.compose import clean_form_key
from damayan.support.referral import actions, queries, rules
from damayan.support.referral.consent import BARRIERS, ITEMS
from damayan.support.referral.exchange import fhir, paper
from damayan.support.referral.forms import (
    AfterForm,
    BeforeForm,
    ConsentForm,
    NotSeenForm,
    SuggestForm,
)
from damayan.support.referral.models import Referral, State
from damayan.support.referral.views.directory import show_service, ticket_in


def _mine(request: MemberRequest, key: str) -> Referral:
    """A referral of the reader's own; 404 for everybody else, who suggested it too."""
    found = queries.referral_for(request.user, key)
    if found is None or found.person_id != request.user.pk:
        raise Http404
    return found


def _done(request: HttpRequest, key: str, verb: Callable[[], Any], words: str) -> HttpResponse:
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("referral:referral", key)


@never_cache
@require_safe
@login_required
def referrals(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.mine(request.user, after=after, before=before)
    return render(request, "referral/referrals.html", {"page": page, "given": False})


@never_cache
@require_safe
@login_required
def given(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.given_by(request.user, after=after, before=before)
    return render(request, "referral/referrals.html", {"page": page, "given": True})


@require_POST
@login_required
def begin(request: MemberRequest, key: str) -> HttpResponse:
    service = queries.service_for(request.user, key)
    if service is None:
        raise Http404
    form_key = clean_form_key(request.POST.get("form_key", ""))
    try:
        made = actions.begin(by=request.user, service=service, form_key=form_key)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("referral:referrals")
    return redirect("referral:weigh", made.key)


@require_POST
@login_required
def suggest(request: MemberRequest, key: str) -> HttpResponse:
    service, (_words, ticket) = queries.service_for(request.user, key), ticket_in(request)
    if service is None or ticket is None:
        raise Http404
    form = SuggestForm(request.POST)
    if not form.is_valid():
        return show_service(request, key, suggestion=form)
    form_key = clean_form_key(request.POST.get("form_key", ""))
    sent = {"service": service, "words": form.cleaned_data["words"], "form_key": form_key}
    try:
        made = actions.suggest(by=request.user, ticket=ticket, **sent)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("referral:service", key)
    messages.success(request, _("Suggested. They decide alone, and you hear if they say yes."))
    return redirect("referral:referral", made.key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def weigh(request: MemberRequest, key: str) -> HttpResponse:
    """Step one of three: how likely, and what keeps them."""
    found = _mine(request, key)
    initial = {"before": found.before, "barriers": found.barriers}
    form = BeforeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.weigh(by=request.user, referral=found, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("referral:referral", key)
        return redirect(
            "referral:answers" if form.cleaned_data["barriers"] else "referral:agree", key
        )
    return render(request, "referral/weigh.html", {"form": form, "referral": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answers(request: MemberRequest, key: str) -> HttpResponse:
    """Step two, for who named something: what may be said to it, and the question once more."""
    found = _mine(request, key)
    form = AfterForm(request.POST or None, initial={"after": found.after})
    if request.method == "POST" and form.is_valid():
        try:
            actions.weigh(by=request.user, referral=found, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("referral:referral", key)
        return redirect("referral:agree", key)
    said = [BARRIERS[slug] for slug in found.barriers if slug in BARRIERS]
    page = {"form": form, "referral": found, "answers": said}
    return render(request, "referral/answers.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agree(request: MemberRequest, key: str) -> HttpResponse:
    """Step three: what is shared, item by item, and until when."""
    found = _mine(request, key)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]

        def verb() -> None:
            actions.agree(by=request.user, referral=found, details=form.details(), days=days)

        return _done(request, key, verb, _("Ready. You can take it with you now."))
    may = rules.may_lead(request.user, found, State.AGREED)
    page = {"form": form, "referral": found, "may": may, "items": ITEMS}
    return render(request, "referral/agree.html", page)


@never_cache
@require_safe
@login_required
def referral(request: MemberRequest, key: str) -> HttpResponse:
    return _show(request, key, NotSeenForm())


def _show(request: MemberRequest, key: str, form: NotSeenForm) -> HttpResponse:
    found = queries.referral_for(request.user, key)
    if found is None:
        raise Http404
    page = {
        "whole": queries.whole(request.user, found),
        "ways": rules.open_ways(request.user, found),
        "not_seen": form,
    }
    return render(request, "referral/referral.html", page)


@require_POST
@login_required
def lead(request: MemberRequest, key: str, state: str) -> HttpResponse:
    found = queries.referral_for(request.user, key)
    if found is None or state not in State.values:
        raise Http404
    why = ""
    if state == State.NOT_SEEN:
        form = NotSeenForm(request.POST)
        if not form.is_valid():
            return _show(request, key, form)
        why = form.cleaned_data["why_not"]

    def verb() -> None:
        actions.lead(by=request.user, referral=found, state=state, why_not=why)

    return _done(request, key, verb, _("Noted."))


@require_POST
@login_required
def withdraw(request: MemberRequest, key: str) -> HttpResponse:
    found = _mine(request, key)

    def verb() -> None:
        actions.withdraw(by=request.user, referral=found)

    words = _("Taken back. Nothing is shared from here any more, and nobody asks about it.")
    return _done(request, key, verb, words)


def _shared(request: MemberRequest, key: str) -> queries.Whole:
    """For documents: only while consent holds."""
    found = queries.referral_for(request.user, key)
    if found is None or not found.is_shared:
        raise Http404
    return queries.whole(request.user, found)


@never_cache
@require_safe
@login_required
def sheet(request: MemberRequest, key: str) -> HttpResponse:
    answer = HttpResponse(paper.sheet(_shared(request, key)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="referral.pdf"'
    return answer


@never_cache
@require_safe
@login_required
def as_fhir(request: MemberRequest, key: str) -> HttpResponse:
    whole = _shared(request, key)
    by_label = dict(whole.shared)
    details = {
        slug: by_label[str(one.label)] for slug, one in ITEMS.items() if str(one.label) in by_label
    }
    answer = JsonResponse(fhir.service_request(whole.referral, details))
    answer["Content-Type"] = "application/fhir+json"
    answer["Content-Disposition"] = 'attachment; filename="referral.json"'
    return answer
