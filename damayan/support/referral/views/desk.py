"""The coordinators' desk for services: keep, check, bring in, hand out; and what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.people.models import Role
from damayan.safety.doors import MemberRequest, only
from damayan.support.referral import actions, queries
from damayan.support.referral.exchange import hsds, incoming, table
from damayan.support.referral.forms import FileForm, ServiceForm
from damayan.support.referral.models import Service
from damayan.support.referral.queries.services import checked_words

coordinators = only(Role.COORDINATOR)


def _load(request: MemberRequest, key: str) -> Service:
    return get_object_or_404(Service.objects.visible_to(request.user), key=key)


@never_cache
@require_safe
@coordinators
def services(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.all_services(after=after, before=before)
    return render(request, "referral/desk.html", {"page": page, "checked": checked_words})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def add(request: MemberRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_service(by=request.user, **form.values())
        messages.success(request, _("It is on the list. Ask there once, then say so here."))
        return redirect("referral:edit_service", key=made.key)
    return render(request, "referral/edit.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def edit(request: MemberRequest, key: str) -> HttpResponse:
    service = _load(request, key)
    form = ServiceForm(request.POST or None, service=service)
    if request.method == "POST" and form.is_valid():
        actions.change_service(by=request.user, service=service, **form.values())
        messages.success(request, _("The service is changed."))
        return redirect("referral:edit_service", key=key)
    page = {"form": form, "service": service, "checked": checked_words(service)}
    page["history"] = queries.history(service)
    return render(request, "referral/edit.html", page)


@require_POST
@coordinators
def verify(request: MemberRequest, key: str) -> HttpResponse:
    actions.verify_service(by=request.user, service=_load(request, key))
    messages.success(request, _("Noted: asked today and found right."))
    return redirect("referral:edit_service", key=key)


@require_POST
@coordinators
def retire(request: MemberRequest, key: str) -> HttpResponse:
    actions.retire_service(by=request.user, service=_load(request, key))
    messages.success(request, _("It is no longer on the list."))
    return redirect("referral:edit_service", key=key)


@require_POST
@coordinators
def put_back(request: MemberRequest, key: str) -> HttpResponse:
    actions.return_service(by=request.user, service=_load(request, key))
    messages.success(request, _("It is on the list again."))
    return redirect("referral:edit_service", key=key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def bring_in(request: MemberRequest) -> HttpResponse:
    """All rows that are fit come in; the others are named, and the file may come again."""
    form = FileForm(request.POST or None, request.FILES or None)
    problems: list[incoming.Problem] = []
    if request.method == "POST" and form.is_valid():
        rows, problems = incoming.read(form.cleaned_data["file"])
        added, changed = actions.bring_in(by=request.user, rows=rows) if rows else (0, 0)
        words = ngettext("%(n)s service added", "%(n)s services added", added) % {"n": added}
        also = ngettext("%(n)s changed", "%(n)s changed", changed) % {"n": changed}
        if rows:
            messages.success(request, f"{words}, {also}.")
        if not problems:
            return redirect("referral:desk")
    return render(request, "referral/bring_in.html", {"form": form, "problems": problems})


def _file(words: str, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(words, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@never_cache
@require_safe
@coordinators
def as_csv(request: HttpRequest) -> HttpResponse:
    rows = Service.objects.visible_to(None).order_by("province", "id").iterator(500)
    return _file("\ufeff" + table.write(rows), "services.csv", "text/csv; charset=utf-8")


@never_cache
@require_safe
@coordinators
def as_hsds(request: HttpRequest) -> HttpResponse:
    rows = Service.objects.visible_to(None).order_by("province", "id").iterator(500)
    return _file(hsds.write(rows), "services.hsds.json", "application/json")


@never_cache
@require_safe
@coordinators
def figures(request: HttpRequest) -> HttpResponse:
    found, few = queries.figures(), _("under ten")
    page = {
        "figures": found,
        "states": [(words, few if n is None else n) for words, n in found.states],
        "reasons": [(words, few if n is None else n) for words, n in found.reasons],
    }
    return render(request, "referral/figures.html", page)
