"""From rows to what the pages of a story and a group show, and what may be done there."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from damayan.foundation.ids import new_key
from damayan.groups.sentences import quiet_now
from damayan.people.models import Person
from damayan.safety import care
from damayan.safety.card import card
from damayan.stories import drafting, figures, links
from damayan.stories.drafting import Fields
from damayan.stories.queries.group import GroupPage
from damayan.stories.queries.page import StoryPage
from damayan.stories.queries.page_rows import ReplyRow
from damayan.stories.rules import REPLY_LENGTH, may_answer
from damayan.stories.showing.answers import answers_html
from damayan.stories.showing.labels import (
    VOCABULARY,
    badges,
    counts,
    in_language,
    label,
    labels,
    said_by_me,
    words_to_say,
)
from damayan.stories.showing.waiting import when_read


def show_story(
    person: Person | None, page: StoryPage, *, kept: Fields, to: str, cursors: dict[str, str]
) -> dict[str, Any]:
    """The context of the story page; ``cursors`` are those of the address."""
    story, mine = page.story, page.mine
    is_author, words = page.is_author, page.words
    unanswered = is_author and story.first_answer_at is None
    waits = unanswered and not words.gone and not words.waits
    return {
        "page": page,
        "story": story,
        "mine": mine,
        "group_name": in_language(story.group_names),
        "group_url": links.group(story.slug),
        "story_url": links.story(story.key),
        "personas_url": links.personas(story.slug),
        "kind": label("kind", story.kind),
        "language": label("language", story.language),
        "notes": labels("topics", story.topics),
        "feelings": labels("feelings", story.feelings),
        "helped": labels("helped", story.helped),
        "badges": badges(),
        "words_to_say": words_to_say(),
        "counts": counts,
        "said": said_by_me(mine.said),
        "answers_html": answers_html,
        "is_author": is_author,
        "cursor_query": "".join(f"{name}={key}&" for name, key in cursors.items() if key),
        "may_write": bool(page.place.writing),
        "may_answer": may_answer(page.place, words),
        "quiet": quiet_now(story.quiet_from, story.quiet_to),
        "when_read": when_read(story.answer_times) if is_author and words.waits else "",
        "waits": figures.sentence(story.answer_times, story.created_at) if waits else "",
        "findable": story.findable_at is not None,
        **(_compose(person, page, kept, to) if person else {}),
    }


def _compose(person: Person, page: StoryPage, kept: Fields, to: str) -> dict[str, Any]:
    place = f"reply:{page.story.key}"
    return {
        "form_key": kept.get("form_key") or new_key(),
        "kept_words": kept.get("words", ""),
        "draft_name": drafting.name_on_phone(person, place),
        "place": place,
        "limit": REPLY_LENGTH,
        "to": next((row for row in page.rows if row.key == to and _stands(row)), None),
    }


def _stands(row: ReplyRow) -> bool:
    return row.removed_at is None and row.hidden_at is None and row.waiting_at is None


def show_care(session: SessionBase, page: StoryPage) -> dict[str, Any]:
    """What the reader meets about their own words on this page; two queries for the whole card."""
    me, story = page.mine.persona_id, page.story
    own = [("story", story.key)] if story.author_id == me else []
    own += [("reply", row.key) for row in page.rows if row.author_id == me]
    found = care.shown(session, own) if me and own else None
    if found is None:
        return {}
    return card(session, found)


def show_group(page: GroupPage) -> dict[str, Any]:
    """The context of the group page."""
    return {
        "page": page,
        "group": page.group,
        "mine": page.here,
        "name": in_language(page.group.names),
        "about": in_language(page.group.abouts),
        "group_url": links.group(page.group.slug),
        "label": label,
        "labels": labels,
        "quiet": quiet_now(page.group.quiet_from, page.group.quiet_to),
        "filters": _filters(page),
        "filter_query": "".join(f"{name}={value}&" for name, value in page.filters.items()),
        "folds": set(page.here.folds),
        "findable": page.group.findable_at is not None,
    }


def _filters(page: GroupPage) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Each filter's name with (words, address, chosen); a chosen one's address lets go of it."""
    return [
        (name, [_choice(page, name, slug) for slug in VOCABULARY[name]])
        for name in ("kind", "language", "helped")
    ]


def _choice(page: GroupPage, name: str, slug: str) -> tuple[str, str, bool]:
    chosen = page.filters.get(name) == slug
    others = {key: value for key, value in page.filters.items() if key != name}
    asked = others if chosen else {**others, name: slug}
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    address = links.group(page.group.slug) + (f"?{query}" if query else "")
    return label(name, slug), address, chosen


def show_said(target: Any, said: set[str]) -> dict[str, Any]:
    """The words under one story or reply alone, after one was said or taken back."""
    is_reply = hasattr(target, "story_id")
    return {
        "is_reply": is_reply,
        "key": target.key,
        "base": links.reply(target.key) if is_reply else links.story(target.key),
        "words": words_to_say(),
        "counts": counts(target),
        "mine": said,
    }
