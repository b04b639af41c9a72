"""The coordinators' desk: who supports, answers, guides and coordinates."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from damayan.foundation.verdict import Refused
from damayan.people import actions, doors
from damayan.people.doors import MemberRequest
from damayan.people.forms import RoleForm
from damayan.people.models import Role
from damayan.people.queries import grant_to_end, grants, holds, person_called

PAGE = "people:roles"


@doors.asks_again(back=PAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: MemberRequest) -> HttpResponse:
    if not holds(request.user, Role.COORDINATOR):
        raise Http404
    form = RoleForm(doors.sent(request))
    if form.is_valid():
        found = person_called(form.cleaned_data["username"])
        if found is None:
            form.add_error("username", _("Nobody signs in with this name. Look at each letter."))
        else:
            actions.grant_role(by=request.user, person=found, role=form.cleaned_data["role"])
            return redirect(PAGE)
    here = {"form": form, "grants": grants()}
    return render(request, "people/roles.html", here, status=422 if form.errors else 200)


@doors.asks_again(back=PAGE)
@require_POST
def end_role(request: MemberRequest, pk: int) -> HttpResponse:
    grant = grant_to_end(pk)
    if not holds(request.user, Role.COORDINATOR) or grant is None:
        raise Http404
    try:
        actions.end_role(by=request.user, person=grant.person, role=grant.role)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(PAGE)
