"""How this room's views load what a person may see, and where they send people on."""

import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from damayan.foundation.verdict import Refused
from damayan.groups.models import Group
from damayan.people.models import Person
from damayan.stories import actions, drafting, keeping
from damayan.stories.drafting import Fields
from damayan.stories.models import Reply, Story
from damayan.stories.queries import lists

_KEY = re.compile(r"[a-z0-9]{1,16}\Z")
_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


class KeyConverter:
    """A public key in an address; anything else is no address of ours."""

    regex = "[a-z0-9]{1,16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def key_in(data: QueryDict, name: str) -> str:
    """A public key from a query or form, or "" for anything else."""
    value = data.get(name) or ""
    return value if _KEY.match(value) else ""


def is_fetched_ahead(request: HttpRequest) -> bool:
    """The browser asks before the person does: nothing was read yet."""
    asked = " ".join(request.META.get(name, "") for name in _AHEAD)
    return "prefetch" in asked or "preview" in asked


def story_or_404(person: Person | None, key: str) -> Story:
    """A story that the person may meet, with group and author."""
    found = lists.story_for(person, key)
    if found is None:
        raise Http404
    return found


def reply_or_404(person: Person | None, key: str) -> Reply:
    """A reply that the person may meet, with its story and group."""
    found = lists.reply_for(person, key)
    if found is None:
        raise Http404
    return found


def group_or_404(person: Person | None, slug: str) -> Group:
    """A group whose existence the person may know of."""
    found = lists.group_for(person, slug)
    if found is None:
        raise Http404
    return found


def to_sign_in(onward: str) -> HttpResponse:
    """To the sign-in page, and then on."""
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': onward})}")


def to_join(slug: str, onward: str) -> HttpResponse:
    """To the group's door, and then on."""
    return redirect(f"{reverse('groups:join', args=[slug])}?{urlencode({'next': onward})}")


def keep_words(request: HttpRequest, place: str, fields: Fields) -> bool:
    """Keep what was typed: as a draft, or in the session of somebody whose sign-in has ended."""
    if not request.user.is_authenticated:
        keeping.keep(request, place, fields)
        return bool(fields)
    try:
        actions.save_draft(by=request.user, place=place, fields=fields)
    except Refused:
        return False
    return bool(fields)


def words_kept(request: HttpRequest, person: Person, place: str, sealed: Any = None) -> Fields:
    """What is kept for a form: what was typed before signing in again, else the draft."""
    return keeping.kept(request, place) or drafting.opened(person, place, sealed)


def refuse(request: HttpRequest, refused: Refused) -> None:
    """Say why, on the next page."""
    if str(refused):
        messages.error(request, str(refused))
