"""The talk of two: read, speak, end gently, and say how it was."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.safety import care
from damayan.safety.card import card
from damayan.safety.doors import MemberRequest
from damayan.stories.compose import clean_form_key
from damayan.support import tickets
from damayan.support.listening import actions, queries
from damayan.support.listening.forms import SayForm, ThanksForm
from damayan.support.listening.models import Talk


def _talk(request: MemberRequest, key: str) -> Talk:
    found = queries.talk_for(request.user, key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@login_required
def talks(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.talks(request.user, after=after, before=before)
    return render(request, "listening/talks.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conversation(request: MemberRequest, key: str) -> HttpResponse:
    talk = _talk(request, key)
    form = SayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form_key = clean_form_key(request.POST.get("form_key", ""))
        words = form.cleaned_data["words"]
        try:
            said, raised = actions.say(by=request.user, talk=talk, words=words, form_key=form_key)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            care.remember(request.session, level=raised, kind="talk", key=said.key)
            return redirect(f"{request.path}#write")
    return _show(request, talk, form, ThanksForm())


def _show(request: MemberRequest, talk: Talk, form: SayForm, thanks: ThanksForm) -> HttpResponse:
    spoken = queries.spoken(request.user, talk, whole="all" in request.GET)
    own = [("talk", one.key) for one in spoken.messages if one.own]
    found = care.shown(request.session, own) if own else None
    page: dict[str, Any] = {
        "spoken": spoken,
        "form": form,
        "thanks": thanks,
        "fresh": clean_form_key(request.POST.get("form_key", "")),
        "note": _note(request, talk, spoken.side),
        **(card(request.session, found) if found else {}),
    }
    return render(request, "listening/conversation.html", page)


def _note(request: MemberRequest, talk: Talk, side: str) -> str:
    """With it the listener may suggest a place that helps."""
    if side != Talk.Side.LISTENER:
        return ""
    return tickets.write(tickets.Ticket(request.user.pk, talk.member_id, "talk", talk.key))


@require_POST
@login_required
def end(request: MemberRequest, key: str) -> HttpResponse:
    actions.end(by=request.user, talk=_talk(request, key))
    return redirect("listening:conversation", key)


@require_POST
@login_required
def block(request: MemberRequest, key: str) -> HttpResponse:
    actions.block(by=request.user, talk=_talk(request, key))
    messages.success(request, _("The two of you will not meet in a talk again."))
    return redirect("listening:conversation", key)


@require_POST
@login_required
def thank(request: MemberRequest, key: str) -> HttpResponse:
    talk = _talk(request, key)
    if talk.member_id != request.user.pk:
        raise Http404
    form = ThanksForm(request.POST)
    if not form.is_valid():
        return _show(request, talk, SayForm(), form)
    try:
        actions.thank(by=request.user, talk=talk, **form.values())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. Only the one who listened sees it."))
    return redirect("listening:conversation", key)
