"""The guides' pages. Who guides nothing finds nothing here."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.queries import guided_slugs
from damayan.moderation import actions, queries
from damayan.moderation.forms import AnswerForm, CloseForm, LetterForm, LookForm, ReasonForm
from damayan.moderation.models import LogEntry
from damayan.moderation.rules import may_decide, may_take_up
from damayan.moderation.vocabulary import deed_words, subject_words
from damayan.people.models import Role
from damayan.people.queries import holds
from damayan.safety.doors import MemberRequest, only, person_of
from damayan.safety.models import Concern

# Seconds: a concern may be raised before a page is made and be committed after it.
_LAG = 2


def _slugs(request: HttpRequest) -> frozenset[str] | None:
    slugs = guided_slugs(person_of(request))
    if slugs is not None and not slugs:
        raise Http404
    return slugs


def _concern(request: HttpRequest, key: str) -> Concern:
    person = person_of(request)
    found = queries.concern_for(person, key) if person else None
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.open_concerns(_slugs(request), after=after, before=before)
    return _list(request, page, closed=False)


@never_cache
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.closed_concerns(_slugs(request), after=after, before=before)
    return _list(request, page, closed=True)


def _list(request: HttpRequest, page: Any, *, closed: bool) -> HttpResponse:
    sees_log = holds(person_of(request), Role.COORDINATOR)
    shown = {"page": page, "closed": closed, "subject": subject_words, "sees_log": sees_log}
    shown["made_at"] = "" if closed or page.earlier else int(now().timestamp()) - _LAG
    return render(request, "moderation/reports.html", shown)


@never_cache
@require_safe
def concern(request: MemberRequest, key: str) -> HttpResponse:
    return _lay_out(request, _concern(request, key))


def _lay_out(request: MemberRequest, concern: Concern, **bound: forms.Form) -> HttpResponse:
    """The page of one concern; a form that came back takes the place of the empty one."""
    laid = queries.lay_out(concern)
    empty = {"reason": ReasonForm(), "answer": AnswerForm(), "close": CloseForm()}
    empty["letter"] = LetterForm()
    page = {
        "laid": laid,
        "may_decide": may_decide(request.user, laid.author_id),
        "may_take_up": may_take_up(request.user, concern),
        "forms": {**empty, **bound},
        "subject": subject_words(concern.subject_kind),
    }
    return render(request, "moderation/concern.html", page)


def _deed(
    request: MemberRequest, concern: Concern, name: str, form: forms.Form, verb: Callable[..., None]
) -> HttpResponse:
    """Send one form of the concern's page to one verb, and say what happened."""
    if not form.is_valid():
        return _lay_out(request, concern, **{name: form})
    try:
        verb(by=request.user, concern=concern, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Done, and written in the log."))
    return redirect("moderation:concern", concern.key)


@require_POST
def take_up(request: MemberRequest, key: str) -> HttpResponse:
    found = _concern(request, key)
    return _deed(request, found, "take_up", forms.Form(request.POST), actions.take_up)


@require_POST
def write(request: MemberRequest, key: str) -> HttpResponse:
    found = _concern(request, key)
    return _deed(request, found, "letter", LetterForm(request.POST), actions.write)


@require_POST
def hide(request: MemberRequest, key: str) -> HttpResponse:
    found = _concern(request, key)
    return _deed(request, found, "reason", ReasonForm(request.POST), actions.hide)


@require_POST
def restore(request: MemberRequest, key: str) -> HttpResponse:
    found = _concern(request, key)
    return _deed(request, found, "reason", ReasonForm(request.POST), actions.restore)


@require_POST
def close(request: MemberRequest, key: str) -> HttpResponse:
    found = _concern(request, key)
    return _deed(request, found, "close", CloseForm(request.POST), actions.close)


@require_POST
def answer(request: MemberRequest, key: str, report: str) -> HttpResponse:
    found = _concern(request, key)
    reported = queries.report_in(found, report)
    if reported is None:
        raise Http404

    def verb(**given: Any) -> None:
        actions.answer(report=reported, **given)

    return _deed(request, found, "answer", AnswerForm(request.POST), verb)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_behind(request: MemberRequest, key: str) -> HttpResponse:
    """What is found is in the answer to the form only: every look is asked for and logged."""
    person = person_of(request)
    persona = queries.persona_for_guide(person, key) if person else None
    if persona is None:
        raise Http404
    form, others = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        others = actions.look_behind(by=request.user, persona=persona, **form.cleaned_data)
    page = {"persona": persona, "form": form, "others": others}
    return render(request, "moderation/look_behind.html", page)


@never_cache
@require_safe
@only(Role.COORDINATOR)
def log(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.log_page(after=after, before=before)
    shown = {"page": page, "deed": deed_words, "subject": subject_words, "link": _link}
    return render(request, "moderation/log.html", shown)


def _link(entry: LogEntry) -> str:
    return str(entry.details.get("concern", ""))
