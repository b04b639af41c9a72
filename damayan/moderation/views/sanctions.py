"""Where a second person agrees to closing an account, and where what holds back is lifted."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups.queries import guided_slugs
from damayan.moderation.actions.sanctions import answer_removal
from damayan.moderation.actions.sanctions import lift as take_back
from damayan.moderation.forms_appeals import LiftForm, RemovalForm
from damayan.moderation.queries.sanctions import held_back, held_for, removal_for
from damayan.moderation.rules_sanctions import may_answer_removal
from damayan.moderation.vocabulary import deed_words, subject_words
from damayan.people.doors import sent
from damayan.safety.doors import MemberRequest, person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: MemberRequest, key: str) -> HttpResponse:
    person = person_of(request)
    asked = removal_for(person, key) if person else None
    if person is None or asked is None:
        raise Http404
    form = RemovalForm(sent(request))
    if form.is_valid():
        try:
            answer_removal(by=person, removal=asked.removal, **form.answer())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Done, and written in the log."))
        return redirect("moderation:removal", key)
    shown = {
        "asked": asked,
        "form": form,
        "may": may_answer_removal(person, asked.removal),
        "what": subject_words(asked.removal.subject_kind),
    }
    status = 422 if form.errors else 200
    return render(request, "moderation/removal.html", shown, status=status)


@never_cache
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Whose writing is paused everywhere, and whose account is closed, without saying who."""
    person = person_of(request)
    slugs = guided_slugs(person)
    if person is None or (slugs is not None and not slugs):
        raise Http404
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = held_back(person, after=after, before=before)
    shown = {"page": page, "deed_words": deed_words, "subject_words": subject_words}
    return render(request, "moderation/held.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: MemberRequest, key: str) -> HttpResponse:
    person = person_of(request)
    sanction = held_for(person, key) if person else None
    if person is None or sanction is None:
        raise Http404
    form = LiftForm(sent(request))
    if form.is_valid():
        try:
            take_back(by=person, sanction=sanction, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Done, and written in the log."))
        return redirect("moderation:held")
    shown = {
        "sanction": sanction,
        "form": form,
        "deed_words": deed_words,
        "subject_words": subject_words,
    }
    status = 422 if form.errors else 200
    return render(request, "moderation/lift.html", shown, status=status)
