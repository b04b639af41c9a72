"""The course: open to every member, because talking safely is for everybody."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from damayan.safety.doors import MemberRequest
from damayan.support.path import actions, queries
from damayan.support.path import course as courses
from damayan.support.path.forms import CheckForm


def _module(slug: str) -> courses.Module:
    found = courses.module(get_language() or "en", slug)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@login_required
def course(request: MemberRequest) -> HttpResponse:
    page = {
        "modules": courses.modules(get_language() or "en"),
        "progress": queries.progress_of(request.user),
        "now": queries.standing(request.user),
    }
    return render(request, "path/course.html", page)


@never_cache
@require_safe
@login_required
def module(request: MemberRequest, slug: str) -> HttpResponse:
    """On to where they stopped."""
    found = _module(slug)
    kept = queries.progress_of(request.user).get(slug)
    if kept is None or kept.passed_at:
        return redirect("path:course_step", slug, 1)
    if kept.step > len(found.steps):
        return redirect("path:check", slug)
    return redirect("path:course_step", slug, kept.step)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    found = _module(slug)
    if not 1 <= number <= len(found.steps):
        raise Http404
    if request.method == "POST":
        actions.see_step(by=request.user, module=found, step=number + 1)
        if number == len(found.steps):
            return redirect("path:check", slug)
        return redirect("path:course_step", slug, number + 1)
    here = found.steps[number - 1]
    page: dict[str, Any] = {"module": found, "step": here, "number": number}
    if isinstance(here, courses.Page):
        return render(request, "path/page.html", page)
    page["chosen"] = here.chosen(request.GET.get("did", ""))
    return render(request, "path/scenario.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: MemberRequest, slug: str) -> HttpResponse:
    found = _module(slug)
    form = CheckForm(request.POST if request.method == "POST" else None, module=found)
    page = {"module": found, "form": form, "missed": None, "passed": False, "next": _next(slug)}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        page["passed"] = actions.answer_check(by=request.user, module=found, answers=given)
        page["missed"] = found.missed(given)
    return render(request, "path/check.html", page)


def _next(slug: str) -> str:
    """The module after this one; "" after the last."""
    order = courses.slugs()
    at = order.index(slug) + 1
    return order[at] if at < len(order) else ""
