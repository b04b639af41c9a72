"""Pages on which words are written: choose a group, tell, look again, answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.groups.doors import MemberRequest, person_of
from damayan.groups.models import Group, Persona
from damayan.groups.queries import is_guide
from damayan.people.models import Person
from damayan.safety import care
from damayan.stories import actions, doors, drafting, keeping, links
from damayan.stories.drafting import Fields
from damayan.stories.forms import StoryForm
from damayan.stories.models import Story
from damayan.stories.queries import lists
from damayan.stories.rules import REPLY_LENGTH
from damayan.stories.showing import show_preview, show_writing
from damayan.stories.views.guarding import ask_first, wants_to_change

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
@login_required
def choose(request: MemberRequest) -> HttpResponse:
    """To which of my groups?"""
    return render(request, "stories/choose.html", {"groups": lists.my_groups(request.user)})


@never_cache
@require_http_methods(FORM)
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell a story. Nothing typed is lost, whoever sends it and whatever goes wrong."""
    person, onward = person_of(request), reverse("stories:write", args=[slug])
    place = f"write:{slug}"
    if person is None:
        return _to_come_in(request, place, onward)
    group = doors.group_or_404(person, slug)
    persona = lists.persona_in(person, group)
    if persona is None:
        doors.keep_words(request, place, drafting.fields_of(request.POST))
        return doors.to_join(slug, onward)
    if request.method != "POST":
        draft = lists.draft_at(person, place)
        fields = doors.words_kept(request, person, place, draft.sealed if draft else None)
        form = StoryForm(initial={"language": _language(request), **fields})
        return render(
            request, "stories/write.html", show_writing(person, group, persona, form, fields)
        )
    return _publish(request, person, group, persona)


def _publish(request: HttpRequest, person: Person, group: Group, persona: Persona) -> HttpResponse:
    place = f"write:{group.slug}"
    form, fields = StoryForm(request.POST), drafting.fields_of(request.POST)
    back = wants_to_change(request)
    if form.is_valid() and not back:
        if asked := _ask_first_here(request, person, group, fields):
            return asked
        try:
            form_key = str(fields.get("form_key", ""))
            told = actions.publish_to(by=person, group=group, form_key=form_key, **form.told())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            keeping.forget(request, place)
            key = told.story.key
            care.remember(request.session, level=told.raised, kind="story", key=key)
            words = _("Your story is in the group. You will hear of answers.")
            waits = _("Your story is kept. A guide reads it first.")
            messages.success(request, waits if told.waits else words)
            return redirect(links.story(key))
    doors.keep_words(request, place, fields)
    shown = show_writing(person, group, persona, form, fields)
    return render(request, "stories/write.html", shown, status=200 if back else 422)


def _ask_first_here(
    request: HttpRequest, person: Person, group: Group, fields: Fields
) -> HttpResponse | None:
    action = reverse("stories:write", args=[group.slug])
    asked = ask_first(request, fields, action=action, exempt=lambda: is_guide(person, group))
    if asked:
        doors.keep_words(request, f"write:{group.slug}", fields)
    return asked


@never_cache
@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The story as others will read it. Nothing is kept but the draft."""
    person, onward = person_of(request), reverse("stories:write", args=[slug])
    place, fields = f"write:{slug}", drafting.fields_of(request.POST)
    if person is None:
        return _to_come_in(request, place, onward)
    group = doors.group_or_404(person, slug)
    persona = lists.persona_in(person, group)
    doors.keep_words(request, place, fields)
    if persona is None:
        return doors.to_join(slug, onward)
    form = StoryForm(request.POST)
    if not form.is_valid():
        shown = show_writing(person, group, persona, form, fields)
        return render(request, "stories/write.html", shown, status=422)
    return render(request, "stories/preview.html", show_preview(group, persona, form, fields))


@require_POST
def reply(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a story; back to it, at the new answer or with the words still there."""
    person, place = person_of(request), f"reply:{key}"
    fields, onward = drafting.fields_of(request.POST), f"{links.story(key)}#answer"
    if person is None:
        doors.keep_words(request, place, fields)
        return doors.to_sign_in(onward)
    if wants_to_change(request):
        doors.keep_words(request, place, fields)
        return redirect(onward)
    if asked := _ask_first_there(request, person, key, fields):
        return asked
    try:
        answered = actions.answer_to(
            by=person,
            story_key=key,
            form_key=request.POST.get("form_key", ""),
            words=request.POST.get("words", ""),
            parent_key=doors.key_in(request.POST, "to"),
        )
    except Story.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.keep_words(request, place, fields)
        doors.refuse(request, refused)
        return redirect(onward)
    keeping.forget(request, place)
    words, waits = _("Your answer is there."), _("Your answer is kept. A guide reads it first.")
    messages.success(request, waits if answered.waits else words)
    care.remember(request.session, level=answered.raised, kind="reply", key=answered.key)
    place_on_page = "care" if answered.raised else f"r-{answered.key}"
    return redirect(f"{links.story(key)}?last=1#{place_on_page}")


def _ask_first_there(
    request: HttpRequest, person: Person, key: str, fields: Fields
) -> HttpResponse | None:
    if len(fields.get("words", "")) > REPLY_LENGTH:
        return None
    asked = ask_first(
        request,
        fields,
        action=f"{links.story(key)}reply/",
        exempt=lambda: is_guide(person, doors.story_or_404(person, key).group),
    )
    if asked:
        doors.keep_words(request, f"reply:{key}", fields)
    return asked


def _to_come_in(request: HttpRequest, place: str, onward: str) -> HttpResponse:
    """A visitor who typed had a sign-in that ended; another one has none yet."""
    fields = drafting.fields_of(request.POST)
    if fields:
        doors.keep_words(request, place, fields)
        messages.info(request, _("Your sign-in had ended. Your words are kept: sign in again."))
        return doors.to_sign_in(onward)
    return redirect(f"{reverse('home:join')}?{urlencode({'next': onward})}")


def _language(request: HttpRequest) -> str:
    return "fil" if request.LANGUAGE_CODE == "fil" else "en"
