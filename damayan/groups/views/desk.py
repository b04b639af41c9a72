"""The coordinators' desk for groups."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups import actions
from damayan.groups.doors import MemberRequest, group_for
from damayan.groups.forms import GroupForm, RoleForm
from damayan.groups.queries import pages
from damayan.groups.queries.personas import person_of_name
from damayan.people.models import Role
from damayan.safety.doors import only

coordinators = only(Role.COORDINATOR)
FORM_METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
@coordinators
def desk(request: HttpRequest) -> HttpResponse:
    page = pages.all_groups(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return render(request, "groups/desk.html", {"page": page})


@never_cache
@require_http_methods(FORM_METHODS)
@coordinators
def found(request: MemberRequest) -> HttpResponse:
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = actions.found(by=request.user, **form.values())
        except Refused as refused:
            form.add_error("slug", str(refused))
        else:
            messages.success(request, _("The group is there."))
            return redirect("groups:edit", group.slug)
    return render(request, "groups/edit.html", {"form": form})


@never_cache
@require_http_methods(FORM_METHODS)
@coordinators
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    group = group_for(request.user, slug)
    form = GroupForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        changed = actions.change(by=request.user, group=group, **form.values())
        if changed.rules_version != group.rules_version:
            words = _("Changed. Members are asked to accept the new house rules.")
            messages.success(request, words)
        else:
            messages.success(request, _("The group is changed."))
        return redirect("groups:edit", slug)
    return render(request, "groups/edit.html", {"form": form, "group": group})


def _deed(verb: Callable[..., None], words: Callable[[], str]) -> Callable[..., HttpResponseBase]:
    @require_POST
    @coordinators
    def view(request: MemberRequest, slug: str) -> HttpResponse:
        try:
            verb(by=request.user, group=group_for(request.user, slug))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, words())
        return redirect("groups:edit", slug)

    return view


archive = _deed(actions.archive, lambda: _("The group is closed. Its members can still read it."))
reopen = _deed(actions.reopen, lambda: _("The group is open again."))
open_to_search = _deed(actions.open_to_search, lambda: _("Search engines may find this group."))
close_to_search = _deed(
    actions.close_to_search, lambda: _("Search engines are asked to forget this group.")
)


@never_cache
@require_http_methods(FORM_METHODS)
@coordinators
def roles(request: MemberRequest, slug: str) -> HttpResponse:
    group = group_for(request.user, slug)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = person_of_name(group.pk, form.cleaned_data["name"])
        if person is None:
            form.add_error("name", _("Nobody in this group has this name."))
        else:
            role = form.cleaned_data["role"]
            actions.grant_role(by=request.user, group=group, person=person, role=role)
            messages.success(request, _("The role is granted. It shows beside their name."))
            return redirect("groups:roles", slug)
    page = {"group": group, "form": form, "roles": pages.roles_held(group)}
    return render(request, "groups/roles.html", page)


@require_POST
@coordinators
def end_role(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    group = group_for(request.user, slug)
    held = pages.role_held(group, pk)
    if held is None:
        raise Http404
    actions.end_role(by=request.user, group=group, person=held.person, role=held.role)
    messages.success(request, _("The role has ended."))
    return redirect("groups:roles", slug)
