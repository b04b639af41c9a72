"""The author's side of the private line to the guides."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.notices.actions import read_thread
from damayan.safety import actions, queries
from damayan.safety.doors import MemberRequest
from damayan.safety.forms import LineForm
from damayan.safety.queries import Thread
from damayan.safety.staffing import promise
from damayan.safety.subjects import url_of


def _thread(request: MemberRequest, key: str) -> Thread:
    found = queries.line_page(request.user, key)
    if found is None:
        raise Http404
    return found


@require_POST
@login_required
def open_line(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    try:
        line = actions.open_line(by=request.user, subject_kind=kind, subject_key=key[:16])
    except Refused:
        raise Http404 from None
    return redirect("safety:line", key=line.key)


@never_cache
@require_safe
@login_required
def line(request: MemberRequest, key: str) -> HttpResponse:
    thread = _thread(request, key)
    read_thread(by=request.user, thread=f"line:{key}")
    return _page(request, thread, LineForm.empty())


def _page(request: MemberRequest, thread: Thread, form: LineForm) -> HttpResponse:
    about = url_of(thread.line.subject_kind, thread.line.subject_key)
    page = {"thread": thread, "form": form, "promise": promise(), "about": about}
    return render(request, "safety/line.html", page, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def say_on_line(request: MemberRequest, key: str) -> HttpResponse:
    thread, form = _thread(request, key), LineForm(request.POST)
    if not form.is_valid():
        return _page(request, thread, form)
    actions.say_on_line(by=request.user, line=thread.line, **form.cleaned_data)
    return redirect("safety:line", key=key)


@require_POST
@login_required
def leave_line(request: MemberRequest, key: str) -> HttpResponse:
    actions.leave_line(by=request.user, line=_thread(request, key).line)
    return redirect("safety:line", key=key)
