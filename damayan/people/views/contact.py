"""An e-mail address, for those who want to be told by e-mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from damayan.foundation.verdict import Refused
from damayan.people import actions, doors, limits
from damayan.people.doors import MemberRequest
from damayan.people.forms import ContactForm
from damayan.people.queries import contact_of

PAGE = "people:contact"


@doors.asks_again(back=PAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: MemberRequest) -> HttpResponse:
    form = ContactForm(doors.sent(request))
    if form.is_valid():
        if limits.count(request, "contact", form.cleaned_data["email"].lower()):
            actions.set_contact(by=request.user, email=form.cleaned_data["email"])
            messages.success(request, _("We sent a link to that address. Please open it."))
            return redirect(PAGE)
        form.add_error("email", _("We wrote to this address often today. Please wait a while."))
    here = {
        "form": form,
        "contact": contact_of(request.user),
        "mail_is_set_up": bool(settings.EMAIL_HOST),
    }
    return render(request, "people/contact.html", here, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_contact(request: MemberRequest) -> HttpResponse:
    actions.remove_contact(by=request.user)
    messages.success(request, _("We forgot your address."))
    return redirect(PAGE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_contact(request: HttpRequest, token: str) -> HttpResponse:
    """A button on GET, since mail programs open links by themselves; the deed on POST."""
    state = "asked"
    if request.method == "POST":
        try:
            actions.verify_contact(token=token)
            state = "done"
        except Refused as refusal:
            state = str(refusal)
    return render(request, "people/verify_contact.html", {"state": state})
