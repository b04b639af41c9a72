"""A persona inside its group, and setting it aside."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups import actions
from damayan.groups.deeds import deeds_of
from damayan.groups.doors import MemberRequest, person_of, persona_for
from damayan.groups.models import Persona
from damayan.groups.queries import is_guide, is_muted, membership_of, pages


@require_safe
def persona(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    reader = person_of(request)
    shown = persona_for(reader, slug, key)
    mine = membership_of(reader, shown.group)
    page = {
        "persona": shown,
        "group": shown.group,
        "deeds": deeds_of(reader, shown),
        "is_me": mine is not None and mine.persona_id == shown.pk,
        "membership": mine,
        "muted": mine is not None and is_muted(mine.persona_id, shown.pk),
        "may_guide": is_guide(reader, shown.group, membership=mine),
    }
    return render(request, "groups/persona.html", page)


@require_POST
@login_required
def block(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    _do(actions.block, request, persona_for(request.user, slug, key))
    messages.success(request, _("Done. You and they no longer see each other in this group."))
    return redirect("groups:set_aside")


@require_POST
@login_required
def unblock(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    actions.unblock(by=request.user, persona=_set_aside(request, slug, key))
    messages.success(request, _("Your block is taken back."))
    return redirect("groups:set_aside")


@require_POST
@login_required
def mute(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    _do(actions.mute, request, persona_for(request.user, slug, key))
    messages.success(request, _("Done. You no longer see what they write. They notice nothing."))
    return redirect("groups:set_aside")


@require_POST
@login_required
def unmute(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    actions.unmute(by=request.user, persona=_set_aside(request, slug, key))
    messages.success(request, _("You see what they write again."))
    return redirect("groups:set_aside")


def _do(verb: Callable[..., None], request: MemberRequest, shown: Persona) -> None:
    try:
        verb(by=request.user, persona=shown)
    except Refused:
        raise Http404 from None


def _set_aside(request: MemberRequest, slug: str, key: str) -> Persona:
    found = pages.set_aside_persona(request.user, slug, key)
    if found is None:
        raise Http404
    return found
