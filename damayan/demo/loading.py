"""Puts the sample community into the database, with the times of people who come at night."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from damayan.demo import content as files
from damayan.demo.content import Part
from damayan.foundation.clock import now
from damayan.groups.models import Group, GroupRole, Membership, Persona
from damayan.people.models import Person
from damayan.stories.compose import Told, new_reply, new_story
from damayan.stories.models import Reaction, Reply, Story


@dataclass
class Loaded:
    """What is made while one community is loaded."""

    at: datetime
    people: dict[Part, Person] = field(default_factory=dict)


@transaction.atomic
def load_groups(named: dict[Part, Person]) -> None:
    """Load every group file; ``named`` gives accounts that already stand for some parts."""
    loaded = Loaded(at=now(), people=dict(named))
    for place, content in enumerate(files.group_files()):
        group = _group(content, loaded.at)
        personas = _personas(content, group, place, loaded)
        for story in content["stories"]:
            _story(story, group, personas, loaded)


def _group(content: dict[str, Any], at: datetime) -> Group:
    return Group.objects.create(
        slug=content["slug"],
        name=content["name"],
        about=content["about"],
        rules=content["rules"],
        languages=content["languages"],
        access=content["access"],
        created_at=at - timedelta(days=150),
    )


def _personas(
    content: dict[str, Any], group: Group, place: int, loaded: Loaded
) -> dict[str, Persona]:
    parts = files.parts_of(content, place)
    personas = {}
    for entry in content["personas"]:
        part = parts[entry["id"]]
        person = _person(part, loaded)
        persona = Persona.objects.create(group=group, name=entry["name"], badge=entry["role"] or "")
        Membership.objects.create(
            person=person,
            group=group,
            persona=persona,
            joined_at=group.created_at,
            rules_accepted_at=group.created_at,
            visited_at=loaded.at - timedelta(hours=20),
        )
        if entry["role"]:
            GroupRole.objects.create(person=person, group=group, role=entry["role"])
        personas[entry["id"]] = persona
    return personas


def _person(part: Part, loaded: Loaded) -> Person:
    if part not in loaded.people:
        person = Person(
            username=f"sample-{part.role}-{part.number}",
            language="fil" if part.number % 3 else "en",
            age_confirmed_at=loaded.at,
            joined_at=loaded.at - timedelta(days=150),
        )
        person.set_unusable_password()
        person.save()
        loaded.people[part] = person
    return loaded.people[part]


def _story(
    entry: dict[str, Any], group: Group, personas: dict[str, Persona], loaded: Loaded
) -> None:
    told_at = files.told_at(entry, loaded.at)
    story = new_story(
        told=Told(
            happened=entry["happened"],
            felt=entry.get("felt") or "",
            need=entry.get("need") or "",
            title=entry["title"],
            kind=entry["kind"],
            language=entry["language"],
            feelings=entry["feelings"],
            topics=entry["content_notes"],
            helped=entry["helped"],
        ),
        form_key=f"sample-{entry['id']}",
        group=group,
        author=personas[entry["persona"]],
        first_here=entry["first_here"],
        created_at=told_at,
        active_at=told_at,
        replies_closed_at=told_at + timedelta(days=9) if entry["replies_closed"] else None,
    )
    _count_reactions(story, entry)
    story.save()
    _react(story, None, entry, personas)
    _replies(entry, story, personas, loaded)


def _replies(
    entry: dict[str, Any], story: Story, personas: dict[str, Persona], loaded: Loaded
) -> None:
    made: dict[str, Reply] = {}
    for answer in files.replies_in_order(entry):
        said = story.created_at + timedelta(minutes=answer["after_minutes"])
        reply = new_reply(
            words=answer["words"],
            form_key=f"sample-{entry['id']}-{answer['id']}",
            story=story,
            author=personas[answer["persona"]],
            parent=made[answer["to"]] if answer.get("to") else None,
            created_at=min(said, loaded.at - timedelta(minutes=1)),
            helpful_at=loaded.at if answer.get("helpful") else None,
        )
        _count_reactions(reply, answer)
        reply.save()
        _react(story, reply, answer, personas)
        made[answer["id"]] = reply
    _count_answers(story, list(made.values()))


def _count_answers(story: Story, replies: list[Reply]) -> None:
    others = [reply.created_at for reply in replies if reply.author_id != story.author_id]
    Story.objects.filter(pk=story.pk).update(
        reply_count=len(replies),
        first_answer_at=min(others, default=None),
        active_at=max([story.created_at, *(reply.created_at for reply in replies)]),
    )


def _count_reactions(row: Story | Reply, entry: dict[str, Any]) -> None:
    for word, said_by in entry.get("reactions", {}).items():
        setattr(row, word, len(said_by))


def _react(
    story: Story, reply: Reply | None, entry: dict[str, Any], personas: dict[str, Persona]
) -> None:
    Reaction.objects.bulk_create(
        Reaction(persona=personas[who], story=story, reply=reply, word=word)
        for word, said_by in entry.get("reactions", {}).items()
        for who in said_by
    )
