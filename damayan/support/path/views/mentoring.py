"""For mentors: who waits, whom they read along with, and what they say to them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.safety.doors import MemberRequest
from damayan.support.path import actions, queries
from damayan.support.path.forms import EndForm, NoteForm
from damayan.support.path.models import State, Trial
from damayan.support.path.views.saying import done

_KEY = 22


def _mine(request: MemberRequest, key: str) -> Trial:
    found = queries.trial_of_mentor(request.user, key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@login_required
def waiting(request: MemberRequest) -> HttpResponse:
    if not queries.is_mentor_anywhere(request.user):
        raise Http404
    page = {
        "trials": list(queries.my_trials(request.user)),
        "waiting": list(queries.trials_waiting(request.user)),
    }
    return render(request, "path/mentoring.html", page)


@never_cache
@require_safe
@login_required
def trial(request: MemberRequest, key: str) -> HttpResponse:
    return _show(request, _mine(request, key), NoteForm(), EndForm())


def _show(request: MemberRequest, found: Trial, note: NoteForm, end: EndForm) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = {
        "trial": found,
        "persona": queries.trainee_persona(found),
        "page": queries.answers_seen(request.user, found, after=after, before=before),
        "notes": queries.notes_of(found),
        "note": note,
        "end": end,
        "sent_once": get_random_string(_KEY),
    }
    return render(request, "path/mentored.html", page)


@require_POST
@login_required
def begin(request: MemberRequest, key: str) -> HttpResponse:
    found = queries.trial_waiting(request.user, key)
    if found is None:
        raise Http404
    words = _("You read along with them now. They hear that somebody does, not who.")
    verb = lambda: actions.begin_trial(by=request.user, trial=found)  # noqa: E731
    return done(request, verb, words, "path:mentoring")


@require_POST
@login_required
def note(request: MemberRequest, key: str) -> HttpResponse:
    found, form = _mine(request, key), NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, EndForm())
    words = form.cleaned_data["words"]
    form_key = request.POST.get("form_key", "")[:24] or get_random_string(_KEY)
    return done(
        request,
        lambda: actions.write_note(by=request.user, trial=found, words=words, form_key=form_key),
        _("Sent. Only they read it."),
        "path:mentored",
        key,
    )


@require_POST
@login_required
def longer(request: MemberRequest, key: str) -> HttpResponse:
    found = _mine(request, key)
    verb = lambda: actions.lengthen(by=request.user, trial=found)  # noqa: E731
    return done(request, verb, _("Two weeks more."), "path:mentored", key)


@require_POST
@login_required
def hand_back(request: MemberRequest, key: str) -> HttpResponse:
    found = _mine(request, key)
    verb = lambda: actions.hand_back(by=request.user, trial=found)  # noqa: E731
    return done(request, verb, _("Another mentor goes on. Thank you."), "path:mentoring")


@require_POST
@login_required
def end(request: MemberRequest, key: str, state: str) -> HttpResponse:
    if state not in {State.VOUCHED, State.LEARNING}:
        raise Http404
    found, form = _mine(request, key), EndForm(request.POST)
    if not form.is_valid():
        return _show(request, found, NoteForm(), form)
    words = form.cleaned_data["words"]
    return done(
        request,
        lambda: actions.end_trial(by=request.user, trial=found, state=state, words=words),
        _("Thank you. They read your words."),
        "path:mentoring",
    )
