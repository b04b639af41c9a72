"""Pages that are read: a group, a story, a reply's place in it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from damayan.groups.doors import person_of
from damayan.groups.models import Group
from damayan.groups.robots import mark_findable
from damayan.people.models import Person
from damayan.stories import actions, doors, links
from damayan.stories.models import Story
from damayan.stories.queries import lists
from damayan.stories.queries.group import GroupRow, group_page
from damayan.stories.queries.page import SIZE, StoryPage, story_page
from damayan.stories.queries.page_rows import StoryRow
from damayan.stories.showing import show_care, show_group, show_story
from damayan.stories.vocabulary import Helped, Kind, Language

_FILTERS = {"kind": Kind.values, "language": Language.values, "helped": Helped.values}


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group's stories by latest activity; who may not read is shown its door."""
    person = person_of(request)
    asked = {name: request.GET.get(name, "") for name in _FILTERS}
    filters = {name: value for name, value in asked.items() if value in _FILTERS[name]}
    cursors = {name: doors.key_in(request.GET, name) for name in ("after", "before")}
    try:
        page = group_page(person, slug, filters=filters, **cursors)
    except Group.DoesNotExist:
        doors.group_or_404(person, slug)
        return redirect("groups:about", slug)
    _say_findable(request, page.group)
    return render(request, "stories/group.html", show_group(page))


@require_safe
def story(request: HttpRequest, key: str) -> HttpResponse:
    """A story with its answers. For what it writes, see actions.read_story."""
    person = person_of(request)
    cursors = {name: doors.key_in(request.GET, name) for name in ("after", "before")}
    try:
        page = story_page(person, key, last="last" in request.GET, **cursors)
    except Story.DoesNotExist:
        raise Http404 from None
    if person is not None and not doors.is_fetched_ahead(request):
        _note_read(person, page)
    _say_findable(request, page.story)
    kept = {}
    if person is not None:
        kept = doors.words_kept(request, person, f"reply:{page.story.key}", page.mine.draft)
    to = doors.key_in(request.GET, "to") or str(kept.get("to", ""))
    shown = show_story(person, page, kept=kept, to=to, cursors=cursors)
    if person is not None:
        shown |= show_care(request.session, page)
    return render(request, "stories/story.html", shown)


@require_safe
def permalink(request: HttpRequest, key: str) -> HttpResponse:
    """To the page of the story on which the reply stands."""
    person = person_of(request)
    reply = doors.reply_or_404(person, key)
    after = lists.start_of_page(person, reply, SIZE)
    query = f"?after={after}" if after else ""
    return redirect(f"{links.story(reply.story.key)}{query}#r-{reply.key}")


def _note_read(person: Person, page: StoryPage) -> None:
    until, mine = page.seen_until, page.mine
    if until is not None or mine.thread_unread:
        actions.read_story(
            by=person,
            story_id=page.story.pk,
            key=page.story.key,
            until=until,
            notices=mine.thread_unread,
        )


def _say_findable(request: HttpRequest, row: GroupRow | StoryRow) -> None:
    if row.findable_at is not None:
        group = Group(access=row.access, archived_at=row.archived_at, findable_at=row.findable_at)
        mark_findable(request, group)
