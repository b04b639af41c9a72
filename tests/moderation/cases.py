"""Cases in every state that a guide may find them in, and how each deed is called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from damayan.foundation.clock import now
from damayan.foundation.words import cook
from damayan.groups.models import GroupRole, Membership
from damayan.groups.queries import membership_of
from damayan.moderation import actions
from damayan.moderation.actions import sanctions
from damayan.people.models import Person
from damayan.safety.actions import report
from damayan.safety.models import Concern, Report
from damayan.stories.models import Story
from tests.cast import make_person, put_in

WHY = "These words hurt somebody."


@dataclass
class Scene:
    """A concern, the member's report in it, and another guide of the group."""

    cast: Any
    concern: Concern
    report: Report
    other: Person


def make_scene(cast, author: Person | None = None) -> Scene:
    """A story of ``author`` (the cast's, at first) that the member reported; nobody looked yet."""
    other = make_person("other-guide")
    put_in(cast.group, other, "Bright Reef", "guide")
    GroupRole.objects.create(person=other, group=cast.group, role="guide")
    worn = membership_of(author or cast.author, cast.group)
    story = Story.objects.create(
        group=cast.group,
        author=worn.persona,
        form_key="of-the-scene",
        title="Two cups",
        happened="I still set two cups.",
        html=cook("I still set two cups."),
        excerpt="I still set two cups.",
    )
    made = report(by=cast.member, subject_kind="story", subject_key=story.key, kind="abuse")
    return Scene(cast, made.concern, made, other)


def _claimed(concern: Concern, guide: Person) -> None:
    Concern.objects.filter(pk=concern.pk).update(
        taken_by=guide, taken_at=now(), held_until=now() + timedelta(minutes=2)
    )


def _story(scene: Scene, **columns: Any) -> None:
    Story.objects.filter(key=scene.concern.subject_key).update(**columns)


def _persona_paused(scene: Scene) -> None:
    worn = Membership.objects.filter(person=scene.cast.author, group=scene.cast.group)
    worn.update(paused_at=now())
    _story(scene, replies_closed_at=now(), guide_closed_at=now())


# What has happened before ``person`` comes; "own" is made with other words.
STATES: dict[str, Callable[[Scene, Person], None]] = {
    "open": lambda scene, person: None,
    "mine": lambda scene, person: _claimed(scene.concern, person),
    "theirs": lambda scene, person: _claimed(scene.concern, scene.other),
    "waiting": lambda scene, person: _story(scene, waiting_at=now()),
    "hidden": lambda scene, person: _story(scene, hidden_at=now()),
    "held back": lambda scene, person: _persona_paused(scene),
    "handed up": lambda scene, person: _escalated(scene.concern),
    "closed": lambda scene, person: _closed(scene.concern),
    "gone": lambda scene, person: _story(scene, removed_at=now()),
    "own": lambda scene, person: None,
}


def _escalated(concern: Concern) -> None:
    Concern.objects.filter(pk=concern.pk).update(escalated_at=now())


def _closed(concern: Concern) -> None:
    Concern.objects.filter(pk=concern.pk).update(closed_at=now(), outcome="kept")


def _with(verb: Callable[..., Any], **given: Any) -> Callable[[Scene, Person], Any]:
    return lambda scene, by: verb(by=by, concern=scene.concern, **given)


CALLS: dict[str, Callable[[Scene, Person], Any]] = {
    "take_up": _with(actions.take_up),
    "give_back": _with(actions.give_back),
    "write": _with(actions.write, words=WHY),
    "nudge": _with(actions.nudge, words=WHY),
    "send_card": _with(actions.send_card, words=WHY),
    "ask_edit": _with(actions.ask_edit, words=WHY),
    "answer": lambda scene, by: actions.answer(
        by=by, concern=scene.concern, report=scene.report, words=WHY
    ),
    "release": _with(actions.release),
    "decline": _with(actions.decline, reason=WHY),
    "add_topics": _with(actions.add_topics, topics=["death"], reason=WHY),
    "hide": _with(actions.hide, reason=WHY),
    "restore": _with(actions.restore, reason=WHY),
    "close_answers": _with(actions.close_answers, reason=WHY),
    "open_answers": _with(actions.open_answers, reason=WHY),
    "pause": _with(actions.pause, reason=WHY),
    "resume": _with(actions.resume, reason=WHY),
    "pause_everywhere": lambda scene, by: sanctions.pause_everywhere(
        by=by, concern=scene.concern, reason=WHY, until=now() + timedelta(days=3)
    ),
    "ask_removal": _with(sanctions.ask_removal, reason=WHY),
    "note": _with(actions.note, words=WHY),
    "hand_over": lambda scene, by: actions.hand_over(
        by=by, concern=scene.concern, to=scene.other.pk, words=WHY
    ),
    "escalate": _with(actions.escalate, words=WHY),
    "refer": _with(actions.refer, words=WHY),
    "close": _with(actions.close, outcome="kept"),
}
