"""What authors do with their own words, each deed under its own address."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups.doors import MemberRequest, person_of
from damayan.groups.queries import is_guide
from damayan.safety import care
from damayan.safety.queries import just_found
from damayan.stories import actions, doors, drafting, keeping, links
from damayan.stories.forms import ReplyForm, StoryForm
from damayan.stories.models import Reply, Story
from damayan.stories.queries import lists
from damayan.stories.showing import show_edit_reply, show_edit_story, show_history

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def edit_story(request: HttpRequest, key: str) -> HttpResponse:
    """Change my story; its earlier words stay readable for guides."""
    person, place = person_of(request), f"edit-story:{key}"
    fields = drafting.fields_of(request.POST)
    if person is None:
        doors.keep_words(request, place, fields)
        return doors.to_sign_in(request.path)
    story = doors.story_or_404(person, key)
    if not lists.wears(person, story.author_id):
        raise Http404
    form = StoryForm(request.POST or None, initial=_kept(request, place) or vars(story))
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.edit_story(by=person, story=story, **form.told())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            keeping.forget(request, place)
            _care(request, "story", key)
            messages.success(request, _changed(changed, _("Your story is changed.")))
            return redirect(links.story(key))
    if request.method == "POST":
        doors.keep_words(request, place, fields)
    shown = show_edit_story(person, story, form, place)
    return render(request, "stories/edit.html", shown, status=422 if form.errors else 200)


@never_cache
@require_http_methods(FORM)
def edit_reply(request: HttpRequest, key: str) -> HttpResponse:
    """Change my answer."""
    person, place = person_of(request), f"edit-reply:{key}"
    fields = drafting.fields_of(request.POST)
    if person is None:
        doors.keep_words(request, place, fields)
        return doors.to_sign_in(request.path)
    reply = doors.reply_or_404(person, key)
    if not lists.wears(person, reply.author_id):
        raise Http404
    form = ReplyForm(request.POST or None, initial=_kept(request, place) or vars(reply))
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["words"]
            changed = actions.edit_reply(by=person, reply=reply, words=words)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            keeping.forget(request, place)
            _care(request, "reply", key)
            messages.success(request, _changed(changed, _("Your answer is changed.")))
            return redirect(links.reply(key))
    if request.method == "POST":
        doors.keep_words(request, place, fields)
    shown = show_edit_reply(person, reply, form, place)
    return render(request, "stories/edit.html", shown, status=422 if form.errors else 200)


def _changed(row: Story | Reply, words: str) -> str:
    return _("Your words are changed. A guide reads them first.") if row.waiting_at else words


def _care(request: HttpRequest, kind: str, key: str) -> None:
    level = just_found(kind, key)
    care.remember(request.session, level=level, kind=kind, key=key)


def _kept(request: HttpRequest, place: str) -> dict[str, Any]:
    person = person_of(request)
    draft = lists.draft_at(person, place) if person else None
    return (
        doors.words_kept(request, person, place, draft.sealed if draft else None) if person else {}
    )


@never_cache
@require_http_methods(FORM)
@login_required
def remove_story(request: MemberRequest, key: str) -> HttpResponse:
    """Ask once, then take the words away."""
    story = doors.story_or_404(request.user, key)
    if not lists.wears(request.user, story.author_id):
        raise Http404
    if request.method == "POST":
        _do(request, actions.remove_story, _("Your story is removed."), story=story)
        return redirect(links.group(story.group.slug))
    return render(request, "stories/remove.html", {"back": links.story(key), "is_story": True})


@never_cache
@require_http_methods(FORM)
@login_required
def remove_reply(request: MemberRequest, key: str) -> HttpResponse:
    """Ask once, then take the words away."""
    reply = doors.reply_or_404(request.user, key)
    if not lists.wears(request.user, reply.author_id):
        raise Http404
    if request.method == "POST":
        _do(request, actions.remove_reply, _("Your answer is removed."), reply=reply)
        return redirect(links.reply(key))
    return render(request, "stories/remove.html", {"back": links.reply(key), "is_story": False})


@require_POST
@login_required
def close(request: MemberRequest, key: str) -> HttpResponse:
    """No more answers to my story."""
    story = doors.story_or_404(request.user, key)
    _do(request, actions.close_replies, _("Nobody can answer any more."), story=story)
    return redirect(links.story(key))


@require_POST
@login_required
def open_again(request: MemberRequest, key: str) -> HttpResponse:
    """Answers are welcome again."""
    story = doors.story_or_404(request.user, key)
    _do(request, actions.open_replies, _("Others can answer again."), story=story)
    return redirect(links.story(key))


@require_POST
@login_required
def helpful(request: MemberRequest, key: str) -> HttpResponse:
    """This answer helped me."""
    reply = doors.reply_or_404(request.user, key)
    _do(request, actions.mark_helpful, _("They hear that it helped."), reply=reply)
    return redirect(links.reply(key))


@require_POST
@login_required
def unhelpful(request: MemberRequest, key: str) -> HttpResponse:
    """It did not, after all."""
    reply = doors.reply_or_404(request.user, key)
    _do(request, actions.unmark_helpful, "", reply=reply)
    return redirect(links.reply(key))


@never_cache
@require_safe
@login_required
def history(request: MemberRequest, key: str) -> HttpResponse:
    """How a story read before; for guides of its group."""
    story = doors.story_or_404(request.user, key)
    if not is_guide(request.user, story.group):
        raise Http404
    return render(request, "stories/history.html", show_history(story, lists.revisions_of(story)))


def _do(request: MemberRequest, deed: Callable[..., Any], words: str, **what: Any) -> None:
    """Do one deed and say so, or say why not."""
    try:
        deed(by=request.user, **what)
    except Refused as refused:
        doors.refuse(request, refused)
    else:
        if words:
            messages.info(request, words)
