"""What the pages on which one writes show."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from damayan.foundation.ids import new_key
from damayan.foundation.words import cook
from damayan.groups.models import Group, Persona
from damayan.groups.sentences import what_to_expect
from damayan.people.models import Person
from damayan.stories import drafting, links
from damayan.stories.compose import Told, parts, story_fields
from damayan.stories.drafting import Fields
from damayan.stories.forms import ReplyForm, StoryForm
from damayan.stories.models import Draft, Reply, Story
from damayan.stories.showing.labels import in_language, label, labels


def show_writing(
    person: Person, group: Group, persona: Persona, form: StoryForm, fields: Fields
) -> dict[str, Any]:
    """The page on which a story is told."""
    place = f"write:{group.slug}"
    return {
        "group_name": in_language(group.name),
        "group_url": links.group(group.slug),
        "group": group,
        "persona": persona,
        "expect": what_to_expect(group.customs),
        "form": form,
        "form_key": fields.get("form_key") or new_key(),
        "place": place,
        "draft_name": drafting.name_on_phone(person, place),
    }


def show_preview(group: Group, persona: Persona, form: StoryForm, fields: Fields) -> dict[str, Any]:
    """The story as others will read it, with everything that was typed for sending it."""
    told = story_fields(Told(**form.told()))
    return {
        "group_name": in_language(group.name),
        "group": group,
        "persona": persona,
        "story": told,
        "parts": parts(told["html"]),
        "kind": label("kind", told["kind"]),
        "language": label("language", told["language"]),
        "notes": labels("topics", told["topics"]),
        "feelings": labels("feelings", told["feelings"]),
        "helped": labels("helped", told["helped"]),
        "hidden": list(_pairs({"form_key": new_key(), **fields})),
    }


def _pairs(fields: Fields) -> Iterable[tuple[str, str]]:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, one


def show_edit_story(person: Person, story: Story, form: StoryForm, place: str) -> dict[str, Any]:
    """The page on which a story is changed."""
    return {
        "form": form,
        "back": links.story(story.key),
        "persona": story.author,
        "place": place,
        "draft_name": drafting.name_on_phone(person, place),
        "is_story": True,
    }


def show_edit_reply(person: Person, reply: Reply, form: ReplyForm, place: str) -> dict[str, Any]:
    """The page on which an answer is changed."""
    return {
        "form": form,
        "back": links.reply(reply.key),
        "persona": reply.author,
        "place": place,
        "draft_name": drafting.name_on_phone(person, place),
        "is_story": False,
    }


def show_history(story: Story, revisions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What stood there before, latest first."""
    return {
        "back": links.story(story.key),
        "title": story.title,
        "revisions": [
            {
                "at": one["replaced_at"],
                "title": one["before"].get("title", ""),
                "html": "".join(
                    cook(one["before"].get(name, "")) for name in ("happened", "felt", "need")
                ),
            }
            for one in revisions
        ],
    }


def show_drafts(person: Person, drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """Each draft with its first words and the way back to its form."""
    return [_draft(person, draft) for draft in drafts]


def _draft(person: Person, draft: Draft) -> dict[str, Any]:
    noun, _colon, name = draft.place.partition(":")
    fields = drafting.opened(person, draft.place, draft.sealed)
    typed = [fields[one] for one in drafting.TYPED if fields.get(one)]
    what, href = {
        "write": (_("A story"), f"{links.group(name)}write/"),
        "reply": (_("An answer"), f"{links.story(name)}#answer"),
        "edit-story": (_("A change to your story"), f"{links.story(name)}edit/"),
        "edit-reply": (_("A change to your answer"), f"{links.reply(name)}edit/"),
    }[noun]
    return {
        "what": what,
        "href": href,
        "place": draft.place,
        "at": draft.saved_at,
        "first": " ".join(typed)[:160],
    }
