"""One's own path: where it stands, asking, the trial, further steps, stepping down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.safety.doors import MemberRequest
from damayan.support.path import actions, queries, rules
from damayan.support.path.forms import ApplyForm, GroupForm, StepForm
from damayan.support.path.models import Journey, StepKind
from damayan.support.path.views.saying import done


def _journey(request: MemberRequest) -> Journey:
    found = queries.journey_of(request.user)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@login_required
def own(request: MemberRequest) -> HttpResponse:
    return render(request, "path/path.html", {"now": queries.standing(request.user)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def apply(request: MemberRequest) -> HttpResponse:
    verdict = rules.may_apply(queries.journey_of(request.user))
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.apply(by=request.user, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Sent. You hear of it in Answers."))
        return redirect("path:path")
    return render(request, "path/apply.html", {"form": form, "verdict": verdict})


@require_POST
@login_required
def take_back(request: MemberRequest) -> HttpResponse:
    found = _journey(request)
    words = _("Taken back. You can ask again whenever you like.")
    verb = lambda: actions.take_back(by=request.user, journey=found)  # noqa: E731
    return done(request, verb, words, "path:path")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def trial(request: MemberRequest) -> HttpResponse:
    found = _journey(request)
    groups = list(queries.groups_for_trial(request.user))
    form = GroupForm(request.POST if request.method == "POST" else None, groups=groups)
    if request.method == "POST" and form.is_valid():
        group = form.chosen_group()
        words = _("You wait for a mentor now. You hear of it in Answers.")
        return done(
            request,
            lambda: actions.ask_for_mentor(by=request.user, journey=found, group=group),
            words,
            "path:path",
        )
    return render(request, "path/trial.html", {"form": form, "groups": groups})


@require_POST
@login_required
def not_now(request: MemberRequest) -> HttpResponse:
    found = _journey(request)
    verb = lambda: actions.not_now(by=request.user, journey=found)  # noqa: E731
    return done(request, verb, _("You no longer wait for a mentor."), "path:path")


@require_POST
@login_required
def another_mentor(request: MemberRequest) -> HttpResponse:
    found = _journey(request)
    verb = lambda: actions.another_mentor(by=request.user, journey=found)  # noqa: E731
    return done(request, verb, _("We look for another mentor."), "path:path")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step_down(request: MemberRequest) -> HttpResponse:
    found = _journey(request)
    if request.method == "POST":
        words = _("Done. Thank you for every answer.")
        verb = lambda: actions.step_down(by=request.user, journey=found)  # noqa: E731
        return done(request, verb, words, "path:path")
    return render(request, "path/step_down.html", {"journey": found})


@require_POST
@login_required
def come_back(request: MemberRequest) -> HttpResponse:
    found = _journey(request)
    words = _("Sent. A coordinator opens the door, and you hear of it in Answers.")
    verb = lambda: actions.ask_back(by=request.user, journey=found)  # noqa: E731
    return done(request, verb, words, "path:path")


def _kind(kind: str) -> StepKind:
    if kind not in StepKind.values:
        raise Http404
    return StepKind(kind)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: MemberRequest, kind: str) -> HttpResponse:
    wanted, journey = _kind(kind), _journey(request)
    held = queries.step_of(request.user, wanted)
    running = held if held and held.state in {"asked", "granted"} else None
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = _("Sent. You hear of it in Answers.")
        given = form.cleaned_data["words"]
        verb = lambda: actions.ask_step(by=request.user, kind=wanted, words=given)  # noqa: E731
        return done(request, verb, words, "path:step", kind)
    page = {
        "kind": wanted,
        "held": held,
        "form": form,
        "verdict": rules.may_step_further(journey, running),
        "answer": queries.step_answer(request.user, held) if held else "",
    }
    return render(request, "path/step.html", page)


@require_POST
@login_required
def give_back(request: MemberRequest, kind: str) -> HttpResponse:
    held = queries.step_of(request.user, _kind(kind))
    if held is None:
        raise Http404
    verb = lambda: actions.give_back_step(by=request.user, step=held)  # noqa: E731
    return done(request, verb, _("Done. Thank you."), "path:step", kind)
