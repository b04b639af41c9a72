"""The coordinators' desk for licences."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.people.models import Role
from damayan.safety.doors import MemberRequest, only
from damayan.support.questions import actions, queries
from damayan.support.questions.forms import EndForm
from damayan.support.questions.models import Practice

coordinators = only(Role.COORDINATOR)


def _practice(key: str) -> Practice:
    found = queries.practice_called(key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@coordinators
def practices(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.practices(after=after, before=before)
    return render(request, "questions/practices.html", {"page": page})


@never_cache
@require_safe
@coordinators
def licence(request: HttpRequest, key: str) -> HttpResponse:
    return _show(request, _practice(key), EndForm())


def _show(request: HttpRequest, found: Practice, form: EndForm) -> HttpResponse:
    page = {"practice": found, "number": queries.licence_number(found), "form": form}
    return render(request, "questions/licence.html", page)


@require_POST
@coordinators
def check(request: MemberRequest, key: str) -> HttpResponse:
    try:
        actions.check(by=request.user, practice=_practice(key))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted: looked up today and found right."))
    return redirect("questions:licence", key)


@require_POST
@coordinators
def end(request: MemberRequest, key: str) -> HttpResponse:
    found, form = _practice(key), EndForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        actions.end_practice(by=request.user, practice=found, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Ended. They read your words."))
    return redirect("questions:licence", key)
