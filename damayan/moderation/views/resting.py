"""How a guide is: what they met, their breaks and their notes; theirs alone."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.moderation.actions import resting as actions
from damayan.moderation.forms_resting import BackForm, DebriefForm, RestForm
from damayan.moderation.models import Debrief
from damayan.moderation.queries import resting as queries
from damayan.moderation.queries.shifts import guide_named
from damayan.moderation.views.shifts import guide_of, say
from damayan.people.models import Role
from damayan.safety.doors import MemberRequest, only

_PAGE = "moderation:how_you_are"


@never_cache
@require_safe
def how_you_are(request: MemberRequest) -> HttpResponse:
    guide_of(request)
    return _page(request)


def _page(request: MemberRequest, form: DebriefForm | None = None) -> HttpResponse:
    care = queries.care_of(request.user)
    shown = {
        "care": care,
        "figures": settings.GUIDE_CARE,
        "support": settings.GUIDE_SUPPORT,
        "debrief": form or DebriefForm(cases=care.cases, leads=care.leads),
        "rest": RestForm(),
        "back": BackForm(),
    }
    return render(request, "moderation/how_you_are.html", shown, status=422 if form else 200)


@require_POST
def take_rest(request: MemberRequest) -> HttpResponse:
    guide_of(request)
    form = RestForm(request.POST)
    minutes = int(form.cleaned_data["minutes"]) if form.is_valid() else 15
    say(request, actions.take_rest, _("Rest well. Cases go to others."), minutes=minutes)
    return redirect(_PAGE)


@require_POST
def end_rest(request: MemberRequest) -> HttpResponse:
    guide_of(request)
    form = BackForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    say(request, actions.end_rest, _("You are back."), words=words)
    return redirect(_PAGE)


@require_POST
def debrief(request: MemberRequest) -> HttpResponse:
    care = queries.care_of(guide_of(request))
    form = DebriefForm(request.POST, cases=care.cases, leads=care.leads)
    if not form.is_valid():
        return _page(request, form)
    lead = guide_named(form.cleaned_data["lead"])
    say(request, actions.debrief, _("It is put down here, sealed."), lead=lead, **form.given)
    return redirect(_PAGE)


def _own(request: MemberRequest, key: str) -> Debrief:
    found = queries.debrief_of(guide_of(request), key)
    if found is None:
        raise Http404
    return found


@require_POST
def share(request: MemberRequest, key: str) -> HttpResponse:
    found, lead = _own(request, key), guide_named(request.POST.get("lead", ""))
    if lead is None:
        raise Http404
    say(request, actions.share_debrief, _("Shared."), debrief=found, lead=lead)
    return redirect(_PAGE)


@require_POST
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    found = _own(request, key)
    say(request, actions.take_back_debrief, _("Only you can read it now."), debrief=found)
    return redirect(_PAGE)


@require_POST
def remove(request: MemberRequest, key: str) -> HttpResponse:
    found = _own(request, key)
    say(request, actions.remove_debrief, _("The note is gone."), debrief=found)
    return redirect(_PAGE)


@never_cache
@require_safe
@only(Role.COORDINATOR)
def how_guides_are(request: MemberRequest) -> HttpResponse:
    shown = {
        "rows": queries.guides_care(request.user),
        "notes": queries.shared_with(request.user),
        "figures": settings.GUIDE_CARE,
    }
    return render(request, "moderation/how_guides_are.html", shown)
