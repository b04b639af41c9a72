"""Asking for a talk, and offering to listen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.languages import NAMES, named
from damayan.foundation.verdict import Refused
from damayan.groups.queries import roles_anywhere
from damayan.safety import care, staffing
from damayan.safety.card import card
from damayan.safety.doors import MemberRequest
from damayan.stories.compose import clean_form_key
from damayan.stories.vocabulary import Topic
from damayan.support.listening import actions, queries, rules
from damayan.support.listening.forms import AskForm
from damayan.support.listening.models import Offer, Wish

# The same for whoever was quicker, for a wish taken back, for a block and for no wish at all.
_GONE = gettext_lazy("This is no longer waiting.")


def _tried(request: HttpRequest, verb: Callable[..., Any], well: str = "", **given: Any) -> bool:
    """Do it and say so; what is refused is said kindly instead."""
    try:
        verb(by=request.user, **given)
    except Refused as refused:
        if str(refused):
            messages.error(request, str(refused))
        return False
    if well:
        messages.success(request, well)
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def talk(request: MemberRequest) -> HttpResponse:
    """One page for who would like to talk: ask, wait, decide, or go on."""
    asked = request.method == "POST"
    first = {"language": request.user.language, "soon": "now"}
    form = AskForm(request.POST if asked else None, initial=first)
    if asked and form.is_valid() and _asked(request, form):
        return redirect("listening:talk")
    here = queries.asking(request.user)
    met = care.shown(request.session, [("wish", here.wish.key)]) if here.wish else None
    page = {
        **(card(request.session, met) if met else {}),
        "here": here,
        "form": form,
        "fresh": clean_form_key(request.POST.get("form_key", "")),
        "waiting": queries.waiting_times(),
        "promise": staffing.promise(),
    }
    return render(request, "listening/talk.html", page)


def _asked(request: MemberRequest, form: AskForm) -> bool:
    """Ask, and remember what the words need; what is refused stands beside them."""
    form_key = clean_form_key(request.POST.get("form_key", ""))
    try:
        wish, raised = actions.ask_and_look(by=request.user, form_key=form_key, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    care.remember(request.session, level=raised, kind="wish", key=wish.key)
    words = _("We have asked. You will hear it here, and in Answers, when somebody is there.")
    messages.success(request, words)
    return True


def _offer(request: MemberRequest, key: str) -> Offer:
    found = queries.offer_for(request.user, key)
    if found is None:
        raise Http404
    return found


def _wish(request: MemberRequest, key: str) -> Wish:
    found = queries.wish_for(request.user, key)
    if found is None:
        raise Http404
    return found


@require_POST
@login_required
def cancel(request: MemberRequest, key: str) -> HttpResponse:
    wish = _wish(request, key)
    if wish.person_id != request.user.pk:
        raise Http404
    _tried(
        request, actions.cancel, _("Taken back. You can ask again whenever you like."), wish=wish
    )
    return redirect("listening:talk")


@require_POST
@login_required
def accept(request: MemberRequest, key: str) -> HttpResponse:
    offer = _mine(request, key)
    try:
        begun = actions.accept(by=request.user, offer=offer)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("listening:talk")
    return redirect("listening:conversation", begun.key)


@require_POST
@login_required
def decline(request: MemberRequest, key: str) -> HttpResponse:
    words = _("That is fine. Your wish waits for somebody else.")
    _tried(request, actions.decline, words, offer=_mine(request, key))
    return redirect("listening:talk")


def _mine(request: MemberRequest, key: str) -> Offer:
    """An offer made to the reader."""
    found = _offer(request, key)
    if found.wish.person_id != request.user.pk:
        raise Http404
    return found


def _listener(request: MemberRequest) -> None:
    if not rules.may_listen(roles_anywhere(request.user)):
        raise Http404


@never_cache
@require_safe
@login_required
def listen(request: MemberRequest) -> HttpResponse:
    _listener(request)
    language = request.GET.get("language", "")
    language = language if language in NAMES else ""
    page = {
        "here": queries.listening(request.user, language),
        "topics": dict(Topic.choices),
        "spoken": lambda code: ", ".join(named([code])),
        "language": language,
    }
    return render(request, "listening/listen.html", page)


@require_POST
@login_required
def offer(request: MemberRequest, key: str) -> HttpResponse:
    _listener(request)
    words = _("They see that somebody is there. As soon as they say yes, you hear it here.")
    wish = queries.wish_for(request.user, key)
    if wish is None:
        messages.info(request, _GONE)
    else:
        _tried(request, actions.offer, words, wish=wish)
    return redirect("listening:listen")


@require_POST
@login_required
def pass_on(request: MemberRequest, key: str) -> HttpResponse:
    _listener(request)
    wish = queries.wish_for(request.user, key)
    if wish is not None:
        _tried(request, actions.pass_on, wish=wish)
    return redirect("listening:listen")


@require_POST
@login_required
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    found = _offer(request, key)
    if found.listener_id != request.user.pk:
        raise Http404
    _tried(request, actions.take_back, _("Taken back. Look after yourself first."), offer=found)
    return redirect("listening:listen")
