"""What we keep of a person: what they agreed to, taking it home, being erased."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.clock import on_day
from damayan.foundation.verdict import Refused
from damayan.people import actions, doors, limits
from damayan.people.doors import MemberRequest
from damayan.people.forms import EraseForm
from damayan.people.purposes import PURPOSES
from damayan.people.queries import agreements, archive_of, erasure_of, export_of, exports_of

PAGE = "people:privacy"
_REFRESH = "3"


@login_required
@never_cache
@require_safe
def privacy(request: MemberRequest) -> HttpResponse:
    here = {
        "agreements": agreements(request.user),
        "exports": exports_of(request.user),
        "erasure": erasure_of(request.user),
    }
    return render(request, "people/privacy.html", here)


@login_required
@require_POST
def agree(request: MemberRequest, purpose: str) -> HttpResponse:
    """Agree to the words that were on the page: newer ones must be seen first."""
    asked = PURPOSES.get(purpose)
    if asked is None:
        raise Http404
    if request.POST.get("version") == asked.version:
        actions.give_consent(by=request.user, purpose=purpose, version=asked.version)
    else:
        messages.info(request, _("These words are new. Please read them first."))
    return redirect(PAGE)


@login_required
@require_POST
def withdraw(request: MemberRequest, purpose: str) -> HttpResponse:
    try:
        actions.withdraw_consent(by=request.user, purpose=purpose)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(PAGE)


@doors.asks_again(back=PAGE)
@require_POST
def ask_for_export(request: MemberRequest) -> HttpResponse:
    if not limits.count(request, "export"):
        messages.error(request, _("You asked for this five times today. Please come tomorrow."))
        return redirect(PAGE)
    export = actions.request_export(by=request.user)
    return redirect("people:export", export.key)


@login_required
@never_cache
@require_safe
def export(request: MemberRequest, key: str) -> HttpResponse:
    """How far it is; reloads itself, without JavaScript, until it is done."""
    found = export_of(request.user, key)
    response = render(request, "people/export.html", {"export": found})
    if not found.finished_at and not found.failed_at:
        response["Refresh"] = _REFRESH
    return response


@doors.asks_again(back=PAGE)
@never_cache
@require_safe
def download(request: MemberRequest, key: str) -> HttpResponse:
    response = HttpResponse(archive_of(request.user, key), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-words.zip"'
    return response


@doors.asks_again(back="people:erase")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: MemberRequest) -> HttpResponse:
    form = EraseForm(doors.sent(request))
    if form.is_valid():
        erasure = actions.request_erasure(by=request.user, words=form.cleaned_data["words"])
        messages.success(
            request, _("You will be erased on %(day)s.") % {"day": on_day(erasure.due_at)}
        )
        return redirect(PAGE)
    status = 422 if form.errors else 200
    here = {"form": form, "grace_days": settings.ERASE_GRACE_DAYS}
    return render(request, "people/erase.html", here, status=status)


@login_required
@require_POST
def cancel_erasure(request: MemberRequest) -> HttpResponse:
    actions.cancel_erasure(by=request.user)
    messages.success(request, _("You stay. Nothing was erased."))
    return redirect(PAGE)
