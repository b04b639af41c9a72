"""Slow mode and quiet hours: for a group's guides and for coordinators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from damayan.groups import actions
from damayan.groups.customs_forms import PaceForm
from damayan.groups.doors import MemberRequest, guided_group_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pace(request: MemberRequest, slug: str) -> HttpResponse:
    group = guided_group_for(request, slug)
    form = PaceForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        actions.change_pace(by=request.user, group=group, **form.pace())
        messages.success(request, _("It is so from now on."))
        return redirect("groups:pace", slug)
    return render(request, "groups/pace.html", {"group": group, "form": form})
