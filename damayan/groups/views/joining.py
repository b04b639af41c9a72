"""What a group is, joining it, leaving it, and its house rules."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from damayan.foundation.languages import named
from damayan.foundation.verdict import Refused
from damayan.groups import actions, looks
from damayan.groups.doors import MemberRequest, group_for, person_of
from damayan.groups.forms import JoinForm, RulesForm
from damayan.groups.models import Group, Invitation
from damayan.groups.queries import membership_of, pages, role_in
from damayan.groups.robots import mark_findable
from damayan.groups.rules import may_coordinate, may_invite, may_read
from damayan.groups.sentences import answers_usually, what_to_expect
from damayan.people.doors import safe_next

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    group = group_for(person, slug)
    mark_findable(request, group)
    membership = membership_of(person, group)
    roles = role_in(person, group, membership=membership)
    page = {
        "group": group,
        "membership": membership,
        "spoken": ", ".join(named(group.languages)),
        "answers": answers_usually(group),
        "may_read": may_read(person, group),
        "expect": what_to_expect(group.customs),
        "may_invite": may_invite(roles),
        "may_coordinate": may_coordinate(roles),
    }
    return render(request, "groups/about.html", page)


@never_cache
@require_http_methods(FORM_METHODS)
@login_required
def join(request: MemberRequest, slug: str) -> HttpResponse:
    return _join(request, group_for(request.user, slug), None)


@never_cache
@require_http_methods(FORM_METHODS)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = pages.usable_invitation(token)
    if found is None:
        return render(request, "groups/invitation_over.html", {}, status=404)
    if not request.user.is_authenticated:
        return render(request, "groups/invited.html", {"group": found.group})
    return _join(request, found.group, found)  # type: ignore[arg-type]


def _join(request: MemberRequest, group: Group, invitation: Invitation | None) -> HttpResponse:
    if membership_of(request.user, group):
        return redirect(_onward(request, group))
    former = pages.former_membership(request.user, group)
    form = _join_form(request, group, returning=former is not None)
    if request.method == "POST" and form.is_valid():
        look = form.chosen() if isinstance(form, JoinForm) else former.persona  # type: ignore[union-attr]
        version = form.cleaned_data["rules_version"]
        try:
            joined = actions.join(
                by=request.user,
                group=group,
                name=look.name,
                seed=look.seed,
                rules_version=version,
                invitation=invitation,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = _("You are here as %(name)s.") % {"name": joined.persona.name}
            messages.success(request, words)
            return redirect(_onward(request, group))
    page = {"group": group, "form": form, "former": former}
    return render(request, "groups/join.html", page)


def _onward(request: HttpRequest, group: Group) -> str:
    """Where they were on the way to (``next``), such as an answer half written; else the group."""
    return safe_next(request, reverse("stories:group", args=[group.slug]))


def _join_form(request: MemberRequest, group: Group, *, returning: bool) -> RulesForm:
    data: Any = request.POST or None
    if returning:
        return RulesForm(data, group=group)
    offered = looks.offered(request.user, group)
    return JoinForm(data, group=group, person=request.user, offered=offered)


@never_cache
@require_http_methods(FORM_METHODS)
@login_required
def rules(request: MemberRequest, slug: str) -> HttpResponse:
    group = group_for(request.user, slug)
    membership = membership_of(request.user, group)
    if membership is None:
        raise Http404
    form = RulesForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["rules_version"]
            actions.accept_rules(by=request.user, group=group, rules_version=version)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. You can write here again."))
            return redirect(_onward(request, group))
    return render(
        request, "groups/rules.html", {"group": group, "form": form, "membership": membership}
    )


@never_cache
@require_http_methods(FORM_METHODS)
@login_required
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    group = group_for(request.user, slug)
    membership = membership_of(request.user, group)
    if membership is None:
        return redirect("groups:list")
    if request.method == "POST":
        actions.leave(by=request.user, group=group)
        messages.success(request, _("You have left the group. You can come back at any time."))
        return redirect("groups:list")
    return render(request, "groups/leave.html", {"group": group, "membership": membership})
