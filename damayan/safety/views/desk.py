"""The coordinators' desk for helplines."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.people.models import Role
from damayan.safety import actions, queries, rules
from damayan.safety.doors import MemberRequest, only
from damayan.safety.forms import HelplineForm
from damayan.safety.models import Helpline

coordinators = only(Role.COORDINATOR)


def _load(request: MemberRequest, key: str) -> Helpline:
    return get_object_or_404(Helpline.objects.visible_to(request.user), key=key)


@never_cache
@require_safe
@coordinators
def helplines(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.helplines(after=after, before=before)
    return render(request, "safety/helplines.html", {"page": page, "checked": rules.checked_words})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def add(request: MemberRequest) -> HttpResponse:
    form = HelplineForm(request.POST or None, initial={"order": 100, "place": "Philippines"})
    if request.method == "POST" and form.is_valid():
        made = actions.add_helpline(by=request.user, **form.values())
        messages.success(request, _("The helpline is on the page. Call it once, then say so here."))
        return redirect("safety:edit_helpline", key=made.key)
    return render(request, "safety/helpline.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def edit(request: MemberRequest, key: str) -> HttpResponse:
    helpline = _load(request, key)
    form = HelplineForm(request.POST or None, helpline=helpline)
    if request.method == "POST" and form.is_valid():
        actions.change_helpline(by=request.user, helpline=helpline, **form.values())
        messages.success(request, _("The helpline is changed."))
        return redirect("safety:edit_helpline", key=key)
    page = {
        "form": form,
        "helpline": helpline,
        "checked": rules.checked_words(helpline),
        "history": queries.history(helpline),
    }
    return render(request, "safety/helpline.html", page)


@require_POST
@coordinators
def verify(request: MemberRequest, key: str) -> HttpResponse:
    actions.verify_helpline(by=request.user, helpline=_load(request, key))
    messages.success(request, _("Noted: called today and found right."))
    return redirect("safety:edit_helpline", key=key)


@require_POST
@coordinators
def retire(request: MemberRequest, key: str) -> HttpResponse:
    actions.retire_helpline(by=request.user, helpline=_load(request, key))
    messages.success(request, _("It is no longer on the page."))
    return redirect("safety:edit_helpline", key=key)


@require_POST
@coordinators
def put_back(request: MemberRequest, key: str) -> HttpResponse:
    actions.return_helpline(by=request.user, helpline=_load(request, key))
    messages.success(request, _("It is on the page again."))
    return redirect("safety:edit_helpline", key=key)
