"""Telling: one story, once per form however often it is sent."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.customs import Customs
from damayan.groups.models import Group
from damayan.people.models import Person
from damayan.stories.compose import Told, clean_form_key, new_story
from damayan.stories.models import Draft, Story
from damayan.stories.queries.standing import Desk, before, desk
from damayan.stories.rules import STORY_LENGTH, may_tell, not_too_soon, some_words
from damayan.stories.screening import keep_for_story, look_at_story, must_wait


class Published(NamedTuple):
    """The story, and the level at which its author needs care (see ``safety.care``; 0: none).

    ``waits``: a guide reads it before others do.
    """

    story: Story
    raised: int = 0

    @property
    def waits(self) -> bool:
        return self.story.waiting_at is not None


def publish(
    *, by: Person, group: Group, form_key: str, at: datetime | None = None, **fields: Any
) -> Story:
    """Tell a story; see ``publish_to``."""
    return publish_to(by=by, group=group, form_key=form_key, at=at, **fields).story


def publish_to(
    *, by: Person, group: Group, form_key: str, at: datetime | None = None, **fields: Any
) -> Published:
    """Tell a story to a group; ``fields`` are those of ``compose.Told`` (``happened`` is needed).

    ``at`` is for importers: the moment it was told, without limits, and it never waits. Raises
    Group.DoesNotExist when the group is closed to ``by`` and Refused with a reason; the same
    ``form_key`` twice makes one story and returns it.
    """
    form_key = clean_form_key(form_key)
    made = Story.objects.by_person(by).filter(group=group, form_key=form_key)
    try:
        with transaction.atomic():
            return _publish(by, desk(by, group.pk), Told(**fields), form_key, at)
    except IntegrityError:
        return Published(made.get())
    except Refused:
        if before := made.first():
            return Published(before)
        raise


def _publish(by: Person, here: Desk, told: Told, form_key: str, at: datetime | None) -> Published:
    place, customs = here.place, Customs() if at else here.customs
    require(may_tell(place, 0 if at else here.recent))
    earlier = before(customs, place)
    require(not_too_soon(place, customs, earlier.last))
    moment = at or now()
    story = new_story(
        told=told,
        form_key=form_key,
        author_id=here.persona_id,
        group_id=here.group_id,
        first_here=not here.told_before,
        created_at=moment,
        active_at=moment,
    )
    require(some_words(story.happened, STORY_LENGTH, story.felt, story.need))
    found = look_at_story(story, here.customs.word_list)
    waits = not at and must_wait(customs, place, found, earlier.shown)
    story.waiting_at = moment if waits else None
    story.save(force_insert=True)
    Draft.objects.filter(person=by, place=f"write:{here.slug}").delete()
    raised = keep_for_story(found, story.key, here.slug, loud=at is None, waits=waits)
    return Published(story, raised)
