"""The desk for those who want to help: guides read applications, coordinators give the role."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.people.models import Role
from damayan.people.queries import roles_of
from damayan.safety.doors import MemberRequest, only
from damayan.support.path import actions, queries, rules
from damayan.support.path.forms import DecideForm
from damayan.support.path.models import Journey, Step, StepState
from damayan.support.path.views.saying import done

_guides = only(Role.GUIDE, Role.COORDINATOR)
_coordinators = only(Role.COORDINATOR)


def _journey(request: MemberRequest, key: str) -> Journey:
    found = queries.journey_called(request.user, key)
    if found is None:
        raise Http404
    return found


def _step(request: MemberRequest, key: str) -> Step:
    found = queries.step_called(request.user, key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@_guides
def waiting(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    coordinates = Role.COORDINATOR in roles_of(request.user)
    page = {
        "page": queries.waiting(after=after, before=before),
        "lapsed": list(queries.lapsed()) if coordinates else [],
        "steps": list(queries.steps_asked()) if coordinates else [],
    }
    return render(request, "path/desk.html", page)


@never_cache
@require_safe
@_guides
def journey(request: MemberRequest, key: str) -> HttpResponse:
    return _show(request, _journey(request, key), DecideForm())


def _show(request: MemberRequest, found: Journey, form: DecideForm) -> HttpResponse:
    sides = rules.sides_of(request.user, found, roles=roles_of(request.user), mentor_id=None)
    ways = [
        state
        for state in rules.WAYS[found.state]
        if state in actions.DECISIONS and rules.may_lead(found, state, sides)
    ]
    page = {"asked": queries.application(found), "form": form, "ways": ways}
    return render(request, "path/journey.html", page)


@require_POST
@_guides
def decide(request: MemberRequest, key: str, state: str) -> HttpResponse:
    found, form = _journey(request, key), DecideForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    words = form.cleaned_data["words"]
    return done(
        request,
        lambda: actions.decide(by=request.user, journey=found, state=state, words=words),
        _("Done. They hear of it."),
        "path:journey",
        key,
    )


@never_cache
@require_safe
@_coordinators
def step(request: MemberRequest, key: str) -> HttpResponse:
    asked = queries.step_application(_step(request, key))
    return render(request, "path/desk_step.html", {"asked": asked, "form": DecideForm()})


@require_POST
@_coordinators
def decide_step(request: MemberRequest, key: str, state: str) -> HttpResponse:
    found, form = _step(request, key), DecideForm(request.POST)
    if state not in StepState.values:
        raise Http404
    words = form.cleaned_data["words"] if form.is_valid() else ""
    return done(
        request,
        lambda: actions.decide_step(by=request.user, step=found, state=state, words=words),
        _("Done. They hear of it."),
        "path:desk_step",
        key,
    )
