"""For professionals: what waits, drafts, second views, answers; and their licence."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.languages import NAMES, named
from damayan.foundation.verdict import Refused
from damayan.safety.doors import MemberRequest
from damayan.support.questions import actions, queries, rules
from damayan.support.questions.forms import AdviceForm, LicenceForm, OpinionForm, RenewForm
from damayan.support.questions.models import About, Opinion, Practice, Question


def standing(request: MemberRequest) -> Practice:
    """The reader's checked licence; 404 for everybody else."""
    found = queries.practice_of(request.user)
    if found is None or not rules.may_practise(found):
        raise Http404
    return found


def _question(request: MemberRequest, key: str) -> Question:
    found = queries.question_to_take(standing(request), key)
    if found is None:
        raise Http404
    return found


def kept_words(request: MemberRequest, why: str, onward: str) -> HttpResponse:
    """Not found; but what somebody had written for it is given back to them alone."""
    words = request.POST.get("words", "").strip()
    if not words:
        raise Http404
    page = {"why": why, "words": words, "onward": reverse(onward)}
    return render(request, "questions/kept.html", page, status=404)


def _tried(request: MemberRequest, verb: Callable[..., Any], well: str, **given: Any) -> bool:
    try:
        verb(by=request.user, **given)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, well)
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def practice(request: MemberRequest) -> HttpResponse:
    """One's licence: state it, see how it stands, renew it."""
    found = queries.practice_of(request.user)
    form = LicenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        well = _("Thank you. A coordinator looks it up and tells you.")
        if _tried(request, actions.apply, well, **form.cleaned_data):
            return redirect("questions:practice")
    page = {"practice": found, "form": form, "renewal": RenewForm()}
    return render(request, "questions/practice.html", page)


@require_POST
@login_required
def renew(request: MemberRequest) -> HttpResponse:
    form = RenewForm(request.POST)
    found = queries.practice_of(request.user)
    if found is None:
        raise Http404
    if not form.is_valid():
        page = {"practice": found, "form": LicenceForm(), "renewal": form}
        return render(request, "questions/practice.html", page)
    well = _("Thank you. A coordinator checks the new day.")
    _tried(request, actions.renew, well, **form.cleaned_data)
    return redirect("questions:practice")


@require_POST
@login_required
def give_up(request: MemberRequest) -> HttpResponse:
    found = queries.practice_of(request.user)
    if found is None:
        raise Http404
    well = _("You have stepped down. Thank you for everything.")
    _tried(request, actions.end_practice, well, practice=found, words="")
    return redirect("questions:practice")


@never_cache
@require_safe
@login_required
def queue(request: MemberRequest) -> HttpResponse:
    mine = standing(request)
    about, language = request.GET.get("about", ""), request.GET.get("language", "")
    about, language = about if about in About.values else "", language if language in NAMES else ""
    page = {
        "waiting": queries.queue(mine, about=about, language=language),
        "desk": queries.desk(mine),
        "abouts": dict(About.choices),
        "about": about,
        "spoken": lambda code: ", ".join(named([code])),
    }
    return render(request, "questions/queue.html", page)


@require_POST
@login_required
def take(request: MemberRequest, key: str) -> HttpResponse:
    well = _("It is yours for two days. Nobody else answers it meanwhile.")
    if not _tried(request, actions.take, well, question=_question(request, key)):
        return redirect("questions:queue")
    return redirect("questions:write", key)


@require_POST
@login_required
def give_back(request: MemberRequest, key: str) -> HttpResponse:
    well = _("A colleague can take it now.")
    _tried(request, actions.give_back, well, question=_question(request, key))
    return redirect("questions:queue")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: MemberRequest, key: str) -> HttpResponse:
    """Draft, ask for a second view, send: one form with three buttons."""
    mine = standing(request)
    found = queries.question_to_take(mine, key)
    if found is None or found.taken_by_id != mine.pk:
        return kept_words(request, _("This question is no longer here."), "questions:queue")
    answered = queries.answered(found, drafts=True)
    form = AdviceForm(
        request.POST if request.method == "POST" else None,
        initial={"words": answered.advice_words},
    )
    if request.method == "POST" and form.is_valid():
        words, deed = form.cleaned_data["words"], request.POST.get("deed", "keep")
        try:
            _deed(request, found, deed, words)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _done(deed))
            return redirect("questions:queue" if deed == "send" else request.path)
    return render(request, "questions/write.html", {"found": answered, "form": form})


def _done(deed: str) -> str:
    said = {"ask": _("Colleagues are asked for a second view."), "send": _("Sent. Thank you.")}
    return said.get(deed, _("The draft is kept."))


def _deed(request: MemberRequest, question: Question, deed: str, words: str) -> None:
    if deed == "send":
        actions.send(by=request.user, question=question, words=words)
        return
    actions.draft(by=request.user, question=question, words=words)
    if deed == "ask":
        actions.ask_opinion(by=request.user, question=question)


def _opinion(request: MemberRequest, key: str) -> Opinion:
    found = queries.opinion_for(standing(request), key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def opinion(request: MemberRequest, key: str) -> HttpResponse:
    found = _opinion(request, key)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        well = _("Thank you. Your colleague reads it.")
        if _tried(request, actions.give_opinion, well, opinion=found, **form.cleaned_data):
            return redirect("questions:queue")
    answered = queries.answered(found.advice.question, drafts=True)
    page = {"found": answered, "form": form, "opinion": found}
    return render(request, "questions/opinion.html", page)
