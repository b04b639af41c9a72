"""The first page after joining, the way back in, and the first coordinator's link."""

from typing import cast

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.people import actions, doors, limits
from damayan.people.doors import MemberRequest
from damayan.people.forms import RecoverForm
from damayan.people.passphrases import passphrase
from damayan.people.queries import coordinator_link_works


@login_required
@never_cache
@require_safe
def ready(request: MemberRequest) -> HttpResponse:
    """The sign-in name and the recovery codes, until the person goes on."""
    codes = doors.codes_to_show(request)
    if not codes:
        return redirect("people:security")
    return render(request, "people/ready.html", {"codes": codes})


@login_required
@require_POST
def ready_done(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(doors.close_codes(request))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A new passphrase for a sign-in name and a recovery code."""
    suggestion = passphrase(get_language() or "en")
    form = RecoverForm(doors.sent(request), initial={"passphrase": suggestion})
    if request.method == "POST" and not limits.count(
        request, "recover", request.POST.get("username", "")[:40].lower()
    ):
        return render(request, "429.html", status=429)
    if form.is_valid():
        try:
            person = actions.recover(**form.cleaned_data)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        except ValidationError as problem:
            form.add_error("passphrase", problem)
        else:
            return cast(HttpResponse, perform_login(request, person, email_verification="none"))
    return render(
        request, "people/recover.html", {"form": form}, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_coordinator(request: HttpRequest, token: str) -> HttpResponse:
    """The installation's first coordinator, by a link that works once."""
    if not coordinator_link_works(token):
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        try:
            actions.use_first_coordinator_link(by=request.user, token=token)
        except Refused:
            raise Http404 from None
        return redirect("people:roles")
    return render(request, "people/first_coordinator.html")
