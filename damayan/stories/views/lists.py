"""Lists over several groups."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from damayan.groups.doors import MemberRequest
from damayan.stories import doors
from damayan.stories.queries import lists
from damayan.stories.showing import show_cards


@never_cache
@require_safe
@login_required
def unanswered(request: MemberRequest) -> HttpResponse:
    """Who waits for a first answer in my groups."""
    first, page = lists.unanswered_page(request.user, **_cursors(request))
    shown = {"first": show_cards(first), "page": page, "cards": show_cards(page.rows)}
    return render(request, "stories/unanswered.html", shown)


@never_cache
@require_safe
@login_required
def bookmarks(request: MemberRequest) -> HttpResponse:
    """What I keep at hand."""
    return _list(request, lists.bookmarks_page, "stories/bookmarks.html")


@never_cache
@require_safe
@login_required
def hidden(request: MemberRequest) -> HttpResponse:
    """What I left out of my lists."""
    return _list(request, lists.hidden_page, "stories/hidden.html")


@never_cache
@require_safe
@login_required
def mine(request: MemberRequest) -> HttpResponse:
    """My stories, under all my names; for my eyes only."""
    return _list(request, lists.mine_page, "stories/mine.html")


def _list(request: MemberRequest, find: Callable[..., Any], template: str) -> HttpResponse:
    page = find(request.user, **_cursors(request))
    return render(request, template, {"page": page, "cards": show_cards(page.rows)})


def _cursors(request: HttpRequest) -> dict[str, str]:
    return {name: doors.key_in(request.GET, name) for name in ("after", "before")}
