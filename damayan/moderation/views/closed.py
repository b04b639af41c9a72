"""An account was closed: its person reads why, and may appeal, without coming in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from damayan.moderation.forms_appeals import AppealForm
from damayan.moderation.queries.decisions import closing_of
from damayan.moderation.views.appeals import sent
from damayan.moderation.views.decisions import show
from damayan.people import closed
from damayan.people.doors import sent as sent_form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_closed(request: HttpRequest) -> HttpResponse:
    person = closed.proven(request)
    if person is None:
        return redirect("account_login")
    told = closing_of(person)
    if told is None:
        return render(request, "account/account_inactive.html")
    form = AppealForm(sent_form(request))
    if form.is_valid() and sent(request, person, told.decision, form):
        messages.success(request, _("It is sent. Sign in again to read the answer."))
        return redirect("moderation:account_closed")
    page = "moderation/account_closed.html"
    return show(request, told, form, page, contact=settings.OPERATOR_CONTACT)
