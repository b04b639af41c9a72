"""What one persona told and answered, for its page inside the group (see ``groups.deeds``)."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.words import excerpt
from damayan.groups.deeds import Deed, register
from damayan.groups.models import Persona
from damayan.people.models import Person
from damayan.stories.models import Reply, Story

_LATEST = 10


def register_all() -> None:
    """Called once when the application starts."""
    register(gettext_lazy("Stories"), stories)
    register(gettext_lazy("Answers"), replies)


def stories(reader: Person | None, persona: Persona) -> Sequence[Deed]:
    """The latest ten that ``reader`` may read; one query."""
    rows = Story.objects.visible_to(reader).standing().filter(author=persona)
    found = rows.order_by("-created_at", "-id").only("key", "title", "excerpt", "created_at")
    return [
        Deed(one.title, reverse("stories:story", args=[one.key]), one.excerpt, one.created_at)
        for one in found[:_LATEST]
    ]


def replies(reader: Person | None, persona: Persona) -> Sequence[Deed]:
    """The latest ten to stories that still stand; one query."""
    rows = Reply.objects.visible_to(reader).standing().filter(author=persona)
    stands = {f"story__{name}": None for name in ("removed_at", "hidden_at", "waiting_at")}
    rows = rows.filter(**stands).select_related("story")
    wanted = ("key", "words", "created_at", "story__title")
    return [
        Deed(
            _("To “%(title)s”") % {"title": one.story.title},
            reverse("stories:permalink", args=[one.key]),
            excerpt(one.words),
            one.created_at,
        )
        for one in rows.order_by("-created_at", "-id").only(*wanted)[:_LATEST]
    ]
