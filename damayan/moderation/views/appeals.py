"""Appeals: a member asks from the decision's page, another guide decides."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups.queries import guided_slugs
from damayan.moderation.actions import appeals as actions
from damayan.moderation.forms_appeals import AppealAnswerForm, AppealForm
from damayan.moderation.models import Appeal, Decision
from damayan.moderation.queries import appeals as queries
from damayan.moderation.queries.decisions import decision_of
from damayan.moderation.queries.sanctions import open_removals
from damayan.moderation.rules_appeals import holder_of
from damayan.moderation.undoing import can_be_undone
from damayan.moderation.views.decisions import show
from damayan.moderation.vocabulary import deed_words, subject_words
from damayan.people.models import Person
from damayan.safety import care
from damayan.safety.doors import MemberRequest, person_of

_WORDS = {"deed_words": deed_words, "subject_words": subject_words}


@login_required
@never_cache
@require_POST
def appeal(request: MemberRequest, key: str) -> HttpResponse:
    """Ask that another guide looks again; what was typed stays when it did not go through."""
    told = decision_of(request.user, key)
    if told is None:
        raise Http404
    form = AppealForm(request.POST)
    if not form.is_valid() or not sent(request, request.user, told.decision, form):
        return show(request, told, form)
    messages.success(request, _("It is sent. You hear from us here, under this decision."))
    return redirect("moderation:decision", key)


def sent(request: HttpRequest, person: Person, decision: Decision, form: AppealForm) -> bool:
    """Make the appeal; False, and said on the form, when it is refused."""
    try:
        made, level = actions.appeal(by=person, decision=decision, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    care.remember(request.session, level=level, kind=actions.SUBJECT, key=made.key)
    return True


@never_cache
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """What waits for a second guide: appeals, and wishes to close an account."""
    person = person_of(request)
    slugs = guided_slugs(person)
    if person is None or (slugs is not None and not slugs):
        raise Http404
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    shown = {
        "page": queries.open_appeals(person, after=after, before=before),
        "removals": open_removals(person),
        **_WORDS,
    }
    return render(request, "moderation/appeals.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: MemberRequest, key: str) -> HttpResponse:
    """One appeal, for who may look again; for the first guide only how it ended."""
    person = person_of(request)
    again = queries.appeal_for(person, key) if person else None
    if person is None or again is None:
        return _ended(request, person, key)
    form = AppealAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decided(request, again.appeal, form):
        return redirect("moderation:appeal", key)
    shown = {
        "again": again,
        "form": form,
        "holder": holder_of(again.appeal),
        "undoable": can_be_undone(again.appeal.decision.deed),
        "may_see_case": bool(again.appeal.decision.concern_id),
        **_WORDS,
    }
    status = 422 if form.errors else 200
    return render(request, "moderation/appeal.html", shown, status=status)


def _ended(request: HttpRequest, person: Person | None, key: str) -> HttpResponse:
    found = queries.outcome_for(person, key) if person else None
    if found is None or request.method == "POST":
        raise Http404
    return render(request, "moderation/appeal_ended.html", {"appeal": found})


def _decided(request: MemberRequest, appeal: Appeal, form: AppealAnswerForm) -> bool:
    verb: Callable[..., bool] = actions.decide_appeal
    try:
        undone = verb(by=request.user, appeal=appeal, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    if form.cleaned_data["outcome"] == Appeal.Outcome.OVERTURNED and not undone:
        messages.info(
            request, _("Done. There was nothing left to take back; they know your answer.")
        )
    else:
        messages.success(request, _("Done, and written in the log."))
    return True


@never_cache
@require_POST
def take(request: MemberRequest, key: str) -> HttpResponse:
    person = person_of(request)
    again = queries.appeal_for(person, key) if person else None
    if again is None:
        raise Http404
    try:
        actions.take_appeal(by=request.user, appeal=again.appeal)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("moderation:appeal", key)
