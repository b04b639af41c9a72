"""Words not yet sent: kept while typing, listed, thrown away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups.doors import MemberRequest, person_of
from damayan.stories import actions, drafting
from damayan.stories.queries import lists
from damayan.stories.showing import show_drafts


@never_cache
@require_safe
@login_required
def drafts(request: MemberRequest) -> HttpResponse:
    """All my drafts, on whichever phone they were begun."""
    found = lists.drafts_of(request.user)
    return render(request, "stories/drafts.html", {"drafts": show_drafts(request.user, found)})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """For the script that saves while one types: 204 when kept, 401 or 409 when not."""
    person = person_of(request)
    if person is None:
        return HttpResponse(status=401)
    fields = drafting.fields_of(request.POST)
    try:
        actions.save_draft(by=person, place=request.POST.get("place", ""), fields=fields)
    except Refused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
@login_required
def drop(request: MemberRequest) -> HttpResponse:
    """Throw one away."""
    place = request.POST.get("place", "")[:80].replace("\x00", "")
    actions.drop_draft(by=request.user, place=place)
    messages.info(request, _("These words are gone."))
    return redirect("stories:drafts")
