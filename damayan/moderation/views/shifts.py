"""Shifts: who is here, who is to come, coming and going. Only guides find these pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.clock import day_words, hours_words, now
from damayan.foundation.verdict import Refused
from damayan.moderation.actions import shifts as actions
from damayan.moderation.forms_shifts import EndForm, NowForm, OfferForm, PlanForm
from damayan.moderation.models import Shift
from damayan.moderation.queries import shifts as queries
from damayan.moderation.queries.resting import rest_of
from damayan.moderation.watch import is_a_guide
from damayan.people.doors import sent
from damayan.people.models import Role
from damayan.people.queries import holds
from damayan.safety import staffing
from damayan.safety.doors import MemberRequest, only, person_of


def guide_of(request: MemberRequest) -> Any:
    """Who asks, being a guide; for everybody else there is nothing here."""
    person = person_of(request)
    if person is None or not is_a_guide(person):
        raise Http404
    return person


def _shift(request: MemberRequest, key: str) -> Shift:
    found = queries.shift_for(guide_of(request), key)
    if found is None:
        raise Http404
    return found


def when(shift: Shift) -> str:
    """A shift's hours in words."""
    day = day_words(shift.starts_at, now())
    hours = hours_words(shift.starts_at, shift.ends_at)
    return _("%(day)s, %(time)s") % {"day": day, "time": hours}


def say(request: MemberRequest, verb: Callable[..., Any], done: str, **given: Any) -> bool:
    """Do it, and say what happened."""
    try:
        verb(by=request.user, **given)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


@never_cache
@require_safe
def shifts(request: MemberRequest) -> HttpResponse:
    guide_of(request)
    return _board(request)


def _board(request: MemberRequest, offer: OfferForm | None = None) -> HttpResponse:
    shown = {
        "board": queries.board(request.user),
        "when": when,
        "offer": offer or OfferForm(),
        "come": NowForm(),
        "promise": staffing.promise(),
        "plans": holds(request.user, Role.COORDINATOR),
        "resting": rest_of(request.user),
        "now": now(),
    }
    return render(request, "moderation/shifts.html", shown, status=422 if offer else 200)


@require_POST
def offer(request: MemberRequest) -> HttpResponse:
    guide = guide_of(request)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _board(request, form)
    say(request, actions.plan_shift, _("Your hours are in the plan."), guide=guide, **form.asked)
    return redirect("moderation:shifts")


@require_POST
def come(request: MemberRequest) -> HttpResponse:
    guide_of(request)
    form = NowForm(request.POST)
    hours = int(form.cleaned_data["hours"]) if form.is_valid() else 2
    say(request, actions.come_now, _("You are here. Thank you."), hours=hours)
    return redirect("moderation:shifts")


@require_POST
def take(request: MemberRequest, key: str) -> HttpResponse:
    say(request, actions.take_shift, _("This shift is yours."), shift=_shift(request, key))
    return redirect("moderation:shifts")


@require_POST
def give_back(request: MemberRequest, key: str) -> HttpResponse:
    done = _("The shift is free now. The coordinators know.")
    say(request, actions.give_back_shift, done, shift=_shift(request, key))
    return redirect("moderation:shifts")


@require_POST
def begin(request: MemberRequest, key: str) -> HttpResponse:
    done = _("You are here. Thank you.")
    say(request, actions.begin_shift, done, shift=_shift(request, key))
    return redirect("moderation:shifts")


@require_POST
def read(request: MemberRequest, key: str) -> HttpResponse:
    say(request, actions.read_hand_over, _("Noted."), shift=_shift(request, key))
    return redirect("moderation:shifts")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: MemberRequest, key: str) -> HttpResponse:
    guide, shift = guide_of(request), _shift(request, key)
    if shift.guide_id != guide.pk:
        raise Http404
    held = list(queries.cases_held(guide))
    others = queries.takers(guide) if held else []
    form = EndForm(sent(request), others=others, holds_cases=bool(held))
    if form.is_valid():
        to = queries.guide_named(form.cleaned_data.get("to") or "")
        words = form.cleaned_data["hand_over"]
        say(
            request,
            actions.end_shift,
            _("Thank you. Rest well."),
            shift=shift,
            words=words,
            to=to,
        )
        return redirect("moderation:shifts")
    page = {"shift": shift, "form": form, "held": held, "when": when}
    return render(request, "moderation/shift_end.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.COORDINATOR)
def plan(request: MemberRequest) -> HttpResponse:
    form = PlanForm(sent(request), guides=queries.whom_to_plan(request.user))
    if form.is_valid():
        guide = queries.guide_named(form.cleaned_data["guide"])
        if say(request, actions.plan_shift, _("Planned."), guide=guide, **form.asked):
            return redirect("moderation:plan")
    rows, names = queries.the_plan(request.user)
    page = {"form": form, "rows": rows, "names": names, "when": when, "week": staffing.week()}
    return render(request, "moderation/plan.html", page, status=422 if form.errors else 200)


@require_POST
@only(Role.COORDINATOR)
def cancel(request: MemberRequest, key: str) -> HttpResponse:
    say(request, actions.cancel_shift, _("Taken out of the plan."), shift=_shift(request, key))
    return redirect("moderation:plan")
