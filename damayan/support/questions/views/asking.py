"""For who asks: a question, its answer, and what others asked before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.safety import care
from damayan.safety.card import card
from damayan.safety.doors import MemberRequest
from damayan.stories.compose import clean_form_key
from damayan.support.questions import actions, queries
from damayan.support.questions.forms import AskForm, FindForm
from damayan.support.questions.models import About, Question


def form_key_of(request: HttpRequest) -> str:
    """The form's own key, or a fresh one."""
    return clean_form_key(request.POST.get("form_key", ""))


def _mine(request: MemberRequest, key: str) -> Question:
    found = queries.question_for(request.user, key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: MemberRequest) -> HttpResponse:
    asked = request.method == "POST"
    form = AskForm(request.POST if asked else None, initial={"language": request.user.language})
    if asked and form.is_valid():
        given = {"form_key": form_key_of(request), **form.cleaned_data}
        try:
            made, raised = actions.ask(by=request.user, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            care.remember(request.session, level=raised, kind="question", key=made.key)
            messages.success(request, _("Asked. You hear it in Answers when there is an answer."))
            return redirect("questions:question", made.key)
    page = {"form": form, "fresh": form_key_of(request), "usual": queries.usual_wait()}
    return render(request, "questions/ask.html", page)


@never_cache
@require_safe
@login_required
def mine(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.mine(request.user, after=after, before=before)
    return render(request, "questions/mine.html", {"page": page})


@never_cache
@require_safe
@login_required
def question(request: MemberRequest, key: str) -> HttpResponse:
    found = queries.answered(_mine(request, key))
    met = care.shown(request.session, [("question", key)])
    page = {
        "found": found,
        "usual": queries.usual_wait(),
        **(card(request.session, met) if met else {}),
    }
    return render(request, "questions/question.html", page)


@require_POST
@login_required
def withdraw(request: MemberRequest, key: str) -> HttpResponse:
    actions.withdraw(by=request.user, question=_mine(request, key))
    messages.success(request, _("Taken back. Nobody reads it any more but you."))
    return redirect("questions:question", key)


@require_POST
@login_required
def helped(request: MemberRequest, key: str) -> HttpResponse:
    given = {"yes": True, "no": False}.get(request.POST.get("helped", ""))
    found = _mine(request, key)
    if given is None:
        return redirect("questions:question", key)
    try:
        actions.say_whether_helped(by=request.user, question=found, helped=given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. Only who answered sees it."))
    return redirect("questions:question", key)


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What professionals answered before, open to everybody."""
    form = FindForm(request.GET)
    form.is_valid()
    words, about = form.cleaned_data.get("words", ""), form.cleaned_data.get("about", "")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = {
        "form": form,
        "page": queries.find(words, about=about, after=after, before=before),
        "abouts": dict(About.choices),
        "about": about,
        "searched": bool(words),
    }
    return render(request, "questions/find.html", page)


@never_cache
@require_safe
def published(request: HttpRequest, key: str) -> HttpResponse:
    found = queries.published(key)
    if found is None:
        raise Http404
    return render(request, "questions/published.html", {"found": found})
