"""The reply coach: its page, its switch, and a look at words that are not sent yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from damayan.groups.doors import MemberRequest, person_of
from damayan.people.models import Person
from damayan.stories import doors, drafting, links
from damayan.support.actions.coach import keep_coach_away, let_coach_look
from damayan.support.coaching import show_draft, show_look
from damayan.support.queries.coach import coach_may_look


@never_cache
@require_safe
@login_required
def coach(request: MemberRequest) -> HttpResponse:
    """What it does, how well, and the switch."""
    return render(request, "support/coach.html", {"is_on": coach_may_look(request.user)})


@require_POST
@login_required
def on(request: MemberRequest) -> HttpResponse:
    """Let it look."""
    let_coach_look(by=request.user)
    messages.success(request, _("The coach is on. It looks only when you ask it to."))
    return redirect("support:coach")


@require_POST
@login_required
def off(request: MemberRequest) -> HttpResponse:
    """No longer."""
    keep_coach_away(by=request.user)
    messages.info(request, _("The coach is off. It looks at nothing."))
    return redirect("support:coach")


@never_cache
@vary_on_headers("X-Fragment")
@require_POST
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Look at the words of an answer; nothing is sent, and nothing typed is lost."""
    person = person_of(request)
    if person is None:
        return _to_sign_in(request, key)
    return _looked(request, person, key)


@never_cache
@vary_on_headers("X-Fragment")
@require_POST
def on_and_look(request: HttpRequest, key: str) -> HttpResponse:
    """Let it look, beginning with these words."""
    person = person_of(request)
    if person is None:
        return _to_sign_in(request, key)
    doors.story_or_404(person, key)
    let_coach_look(by=person)
    return _looked(request, person, key)


def _looked(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    story = doors.story_or_404(person, key)
    fields = drafting.fields_of(request.POST)
    is_on = coach_may_look(person)
    shown = {
        "said": show_look(story, fields) if is_on else None,
        "key": story.key,
        **show_draft(person, story, fields),
    }
    if "X-Fragment" in request.headers:
        return render(request, "support/coach_said.html", shown)
    doors.keep_words(request, f"reply:{key}", fields)
    return render(request, "support/look.html", shown)


def _to_sign_in(request: HttpRequest, key: str) -> HttpResponse:
    doors.keep_words(request, f"reply:{key}", drafting.fields_of(request.POST))
    return doors.to_sign_in(f"{links.story(key)}#answer")
