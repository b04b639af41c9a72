"""Everything about getting into one's account, on one page."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.people import actions, doors, sessions
from damayan.people.doors import MemberRequest
from damayan.people.forms import NameForm, PassphraseForm
from damayan.people.passphrases import passphrase as made_passphrase
from damayan.people.queries import ways_in

PAGE = "people:security"


@login_required
@never_cache
@require_safe
def security(request: MemberRequest) -> HttpResponse:
    here = {
        "ways": ways_in(request.user),
        "sessions": sessions.of(request.user),
        "this_session": request.session.session_key,
    }
    return render(request, "people/security.html", here)


def after_adding(request: HttpRequest) -> HttpResponse:
    """Where allauth's pages lead: to fresh recovery codes while they may be seen, else back."""
    return redirect("people:ready" if doors.codes_to_show(request) else PAGE)


@doors.asks_again(back="people:passphrase")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: MemberRequest) -> HttpResponse:
    suggestion = made_passphrase(get_language() or "en")
    form = PassphraseForm(
        doors.sent(request), initial={"passphrase": suggestion}, person=request.user
    )
    if form.is_valid():
        actions.change_passphrase(by=request.user, passphrase=form.cleaned_data["passphrase"])
        actions.end_sessions(by=request.user)
        update_session_auth_hash(request, request.user)
        sessions.remember(request, request.user)
        messages.success(request, _("Your new passphrase is set. You are signed out elsewhere."))
        return redirect(PAGE)
    status = 422 if form.errors else 200
    return render(request, "people/passphrase.html", {"form": form}, status=status)


@doors.asks_again(back="people:name")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: MemberRequest) -> HttpResponse:
    form = NameForm(doors.sent(request), initial={"username": request.user.username})
    if form.is_valid():
        try:
            actions.change_sign_in_name(by=request.user, username=form.cleaned_data["username"])
        except Refused as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, _("Your new sign-in name is set."))
            return redirect(PAGE)
    status = 422 if form.errors else 200
    return render(request, "people/name.html", {"form": form}, status=status)


@doors.asks_again(back=PAGE)
@require_POST
def new_codes(request: MemberRequest) -> HttpResponse:
    actions.make_recovery_codes(by=request.user)
    doors.show_codes(request, reverse(PAGE))
    return redirect("people:ready")


@doors.asks_again(back=PAGE)
@require_POST
def remove_way_in(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        actions.remove_way_in(by=request.user, pk=pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(PAGE)


@login_required
@require_POST
def end_session(request: MemberRequest, pk: int) -> HttpResponse:
    actions.end_sessions(by=request.user, only=pk)
    return redirect(PAGE)


@login_required
@require_POST
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    actions.end_sessions(by=request.user, but=request.session.session_key or "")
    messages.success(request, _("You are signed out everywhere else."))
    return redirect(PAGE)


@login_required
@require_POST
def end_all_sessions(request: MemberRequest) -> HttpResponse:
    actions.end_sessions(by=request.user)
    request.session.flush()
    return redirect("account_login")
