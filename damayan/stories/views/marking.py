"""Saying a word, keeping at hand, leaving out: one small deed an address."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from damayan.foundation.verdict import Refused
from damayan.groups.doors import MemberRequest
from damayan.stories import actions, doors, links
from damayan.stories.queries import lists
from damayan.stories.showing import show_said, show_topics
from damayan.stories.vocabulary import Topic


@require_POST
@login_required
def say_to_story(request: MemberRequest, key: str) -> HttpResponse:
    return _say(request, actions.react, key)


@require_POST
@login_required
def unsay_to_story(request: MemberRequest, key: str) -> HttpResponse:
    return _say(request, actions.unreact, key)


@require_POST
@login_required
def say_to_reply(request: MemberRequest, key: str) -> HttpResponse:
    return _say(request, actions.react, "", key)


@require_POST
@login_required
def unsay_to_reply(request: MemberRequest, key: str) -> HttpResponse:
    return _say(request, actions.unreact, "", key)


def _say(
    request: MemberRequest, deed: Callable[..., None], story_key: str, reply_key: str = ""
) -> HttpResponse:
    person = request.user
    reply = doors.reply_or_404(person, reply_key) if reply_key else None
    story = reply.story if reply else doors.story_or_404(person, story_key)
    try:
        deed(by=person, story=story, reply=reply, word=request.POST.get("word", ""))
    except Refused as refused:
        doors.refuse(request, refused)
    if "X-Fragment" in request.headers:
        said = lists.said_to(person, reply or story)
        return render(request, "stories/said_fragment.html", show_said(reply or story, said))
    return redirect(links.reply(reply.key) if reply else links.story(story.key))


@require_POST
@login_required
def keep(request: MemberRequest, key: str) -> HttpResponse:
    return _mark(request, key, actions.bookmark, _("Kept: you find it in your room."))


@require_POST
@login_required
def unkeep(request: MemberRequest, key: str) -> HttpResponse:
    return _mark(request, key, actions.unbookmark, _("It is no longer kept."))


@require_POST
@login_required
def show(request: MemberRequest, key: str) -> HttpResponse:
    return _mark(request, key, actions.show_to_me, _("It stands in your lists again."))


@require_POST
@login_required
def hide(request: MemberRequest, key: str) -> HttpResponse:
    """Leave it out of my lists; then to the group, as it is not for me."""
    story = doors.story_or_404(request.user, key)
    actions.hide_from_me(by=request.user, story=story)
    messages.info(request, _("It is left out of your lists. Nobody else can tell."))
    return redirect(links.group(story.group.slug))


def _mark(request: MemberRequest, key: str, deed: Callable[..., None], words: str) -> HttpResponse:
    deed(by=request.user, story=doors.story_or_404(request.user, key))
    messages.info(request, words)
    return redirect(links.story(key))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topics(request: MemberRequest) -> HttpResponse:
    """What I would rather not meet, topic by topic."""
    if request.method == "POST":
        wishes: dict[str, Any] = {t: request.POST[t] for t in Topic.values if t in request.POST}
        actions.choose_topics(by=request.user, wishes=wishes)
        messages.info(request, _("Your choice is kept."))
        return redirect("stories:topics")
    return render(request, "stories/topics.html", show_topics(lists.topics_of(request.user)))
