"""Where somebody comes who signs in to an account that was closed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from damayan.people import actions, closed, doors, limits
from damayan.people.forms import ClosedCodeForm, EraseForm
from damayan.people.queries import erasure_of


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second step if the account has one; then lead to why it was closed."""
    found = closed.known(request)
    if found is None:
        return redirect("account_login")
    person, whole = found
    form = ClosedCodeForm(doors.sent(request))
    if not whole and form.is_valid():
        if not limits.count(request, "recover", person.username):
            return render(request, "429.html", status=429)
        whole = closed.prove(request, person, form.cleaned_data["code"])
        if not whole:
            form.add_error("code", _("That did not work. Please try again with a new code."))
    if whole:
        return redirect("moderation:account_closed")
    status = 422 if form.errors else 200
    return render(request, "people/closed_code.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Who may no longer come in may still have everything about them erased."""
    person = closed.proven(request)
    if person is None:
        return redirect("account_login")
    if request.POST.get("stay"):
        actions.cancel_erasure(by=person)
        return redirect("erase_closed")
    form = EraseForm(doors.sent(request))
    if form.is_valid():
        actions.request_erasure(by=person, words=form.cleaned_data["words"])
        return redirect("erase_closed")
    here = {
        "form": form,
        "erasure": erasure_of(person),
        "grace_days": settings.ERASE_GRACE_DAYS,
    }
    status = 422 if form.errors else 200
    return render(request, "people/closed_erase.html", here, status=status)
