"""What a reader keeps about stories, seen by nobody else: read until, bookmarked, hidden."""

from datetime import datetime

from django.db.models import Q

from damayan.foundation.clock import now
from damayan.foundation.prepared import run
from damayan.notices.actions import read_thread
from damayan.people.models import Person
from damayan.stories.models import HiddenTopic, Mark, Story
from damayan.stories.vocabulary import Topic

_SEEN = """
INSERT INTO stories_mark (person_id, story_id, seen_at) VALUES (%(person)s, %(story)s, %(until)s)
ON CONFLICT (person_id, story_id)
DO UPDATE SET seen_at = GREATEST(stories_mark.seen_at, EXCLUDED.seen_at)
RETURNING 1
"""


def read_story(
    *, by: Person, story_id: int, key: str, until: datetime | None, notices: bool
) -> None:
    """Note that ``by`` has seen the story up to ``until`` (None: as noted already).

    With ``notices``, what was told of it counts as read, too.

    The one write that a GET causes: asking for the page *is* the reading. It changes nothing that
    anybody else could notice, is written only when there is something new, and never for a page
    that a browser fetched ahead (doors.is_fetched_ahead).
    """
    if until is not None:
        run(_SEEN, {"person": by.pk, "story": story_id, "until": until})
    if notices:
        read_thread(by=by, thread=f"story:{key}")


def bookmark(*, by: Person, story: Story) -> None:
    """Keep a story at hand."""
    _mark(by, story, "bookmarked_at", now())


def unbookmark(*, by: Person, story: Story) -> None:
    """Keep it no longer."""
    _mark(by, story, "bookmarked_at", None)


def hide_from_me(*, by: Person, story: Story) -> None:
    """Leave a story out of my lists."""
    _mark(by, story, "hidden_at", now())


def show_to_me(*, by: Person, story: Story) -> None:
    """Let it stand in my lists again."""
    _mark(by, story, "hidden_at", None)


def hide_topic(*, by: Person, topic: str) -> None:
    """Leave stories with this content note out of my lists."""
    choose_topics(by=by, wishes={topic: "hide"})


def fold_topic(*, by: Person, topic: str) -> None:
    """Fold stories with this content note until I open them."""
    choose_topics(by=by, wishes={topic: "fold"})


def show_topic(*, by: Person, topic: str) -> None:
    """Show stories with this content note as any other."""
    choose_topics(by=by, wishes={topic: ""})


def choose_topics(*, by: Person, wishes: dict[str, str]) -> None:
    """Set several topics at once: "" shows, "fold" folds, "hide" leaves out; others are ignored."""
    known = {topic: wish for topic, wish in wishes.items() if topic in Topic.values}
    shown = [topic for topic, wish in known.items() if wish not in {"fold", "hide"}]
    HiddenTopic.objects.filter(Q(person=by) & Q(topic__in=shown)).delete()
    HiddenTopic.objects.bulk_create(
        [
            HiddenTopic(person=by, topic=topic, fold=wish == "fold")
            for topic, wish in known.items()
            if topic not in shown
        ],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["fold", "hidden_at"],
    )


def _mark(by: Person, story: Story, field: str, moment: datetime | None) -> None:
    mark = Mark(person=by, story=story, **{field: moment})
    Mark.objects.bulk_create(
        [mark],
        update_conflicts=True,
        unique_fields=["person", "story"],
        update_fields=[field],
    )
