"""Joining: accounts from ``people``, names from ``groups``, so it stands above both."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from damayan.foundation.verdict import Refused
from damayan.home.join_forms import JoinForm, form_with_others, new_form, posted_form
from damayan.people import actions, challenges, doors, limits, returning
from damayan.people.forms import CAREFUL_WORDS, WAIT_WORDS
from damayan.people.models import Person


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """One page, one button; a passphrase is made unless the person writes their own."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(doors.safe_next(request, settings.JOINED_REDIRECT_URL))
    if request.method != "POST":
        form = new_form(get_language() or "en", request.GET.get("next", "")[:300])
        return _page(request, form)
    form = posted_form(request.POST)
    person = _let_in(request, form)
    return redirect("people:ready") if person else _page(request, form.refresh())


@never_cache
@sensitive_post_parameters()
@require_POST
def join_by_passkey(request: HttpRequest) -> HttpResponse:
    """The same without a passphrase; the passkey is made on the next page."""
    form = posted_form(request.POST, by_passkey=True)
    person = _let_in(request, form)
    return redirect("mfa_add_webauthn") if person else _page(request, form.refresh())


@never_cache
@sensitive_post_parameters()
@require_POST
def others(request: HttpRequest) -> HttpResponse:
    """Other names and pictures; what was filled in stays."""
    return _page(request, form_with_others(request.POST))


def _let_in(request: HttpRequest, form: JoinForm) -> Person | None:
    """Make the account and sign it in; or say on the form why not."""
    if not form.is_valid():
        return None
    near = returning.is_near(request)
    asked = near or limits.reached(request, "joined")
    if asked and not challenges.passed(request, hard=near):
        form.wait = challenges.wait_for(request, hard=near)
        form.add_error(None, CAREFUL_WORDS if near else WAIT_WORDS)
        return None
    try:
        person = actions.join(**form.joining(), on_probation=returning.is_marked(request))
    except Refused as refusal:
        form.add_error("username", str(refusal))
        return None
    except ValidationError as problem:
        form.add_error("passphrase", problem)
        return None
    limits.count(request, "joined")
    doors.arrive(request, person)
    return person


def _page(request: HttpRequest, form: JoinForm) -> HttpResponse:
    near = returning.is_near(request)
    if near or limits.reached(request, "joined"):
        form.asked = challenges.new_challenge(hard=near)
    return render(request, "home/join.html", {"form": form}, status=422 if form.errors else 200)
