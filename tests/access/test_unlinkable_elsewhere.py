"""What pages do not show: the live channel and the archive that somebody takes home.

As in tests/groups/test_unlinkable.py, the same is lived twice: once one person stands behind two
personas, once two people. Whatever a member of both groups is told must be the same, byte by byte,
also after blocking one persona and after the other went on being kind.
"""

import io
import json
import re
import zipfile

import pytest
from django.db import transaction

from damayan.foundation.live.streams import Asked
from damayan.groups import actions as groups
from damayan.notices.live import Unread
from damayan.notices.models import Notice
from damayan.people import actions as people
from damayan.people import keys
from damayan.people.models import Export, Person
from damayan.stories import actions as stories
from damayan.stories.live import Answers
from damayan.stories.models import Reply, Story
from tests.cast import make_person
from tests.groups.test_unlinkable import World, live, step

pytestmark = pytest.mark.django_db


def streams_of(world: World) -> list[object]:
    """Every stream that the member may ask for, and every one that they may not."""
    asker, told = world.member.pk, []
    for story in Story.objects.order_by("created_at", "key"):
        for params in (
            story.key,
            *(f"{story.key}.{reply.key}" for reply in story.replies.order_by("key")),
        ):
            answers = Answers()
            told.append((params, answers.topics(asker, params) is not None))
            told.append(answers.since_many(params, [Asked(asker, 0)]))
    told.append(Unread().since_many("", [Asked(asker, 0)]))
    told.append(Unread().topics(asker, f"notices:{world.first.pk}"))
    notices = Notice.objects.filter(person=asker).order_by("pk")
    told.append(list(notices.values("kind", "text", "thread", "created_at", "read_at")))
    return told


def archive_of(person: Person) -> list[str]:
    """All files of the real archive."""
    export = step(80, people.request_export, by=person)
    people.make_export(export.key)
    sealed = bytes(Export.objects.get(pk=export.pk).archive_sealed)
    archive = zipfile.ZipFile(io.BytesIO(keys.open_for(person, sealed, f"export:{export.key}")))
    return [archive.read(name).decode() for name in sorted(archive.namelist())]


def be_kind_in_the_other_group(world: World) -> None:
    """The second persona answers, says a word and says what helped; all of it is told."""
    asked = Story.objects.get(group=world.there, author__membership__person=world.member)
    step(30, stories.answer, by=world.second, story=asked, form_key="h" * 22, words="Still here.")
    said = Reply.objects.get(story__group=world.there, author__membership__person=world.member)
    step(31, stories.mark_helpful, by=world.second, reply=said)
    step(32, stories.react, by=world.second, story=said.story, reply=said, word="thanks")


def nothing(world: World) -> None:
    """No block."""


def block_the_first(world: World) -> None:
    step(40, groups.block, by=world.member, persona=world.first_persona)


def be_blocked_by_the_first(world: World) -> None:
    mine = world.here.personas.get(membership__person=world.member)
    step(41, groups.block, by=world.first, persona=mine)


def mute_the_first(world: World) -> None:
    step(42, groups.mute, by=world.member, persona=world.first_persona)


def told_in(member: Person, clock, before, *, one_person: bool) -> str:
    with transaction.atomic():
        world = live(member, clock, one_person=one_person)
        before(world)
        be_kind_in_the_other_group(world)
        told = {"streams": streams_of(world), "archive": archive_of(member)}
        transaction.set_rollback(True)
    numbers = re.compile(rf"\b{world.member.pk}\b")
    return numbers.sub("me", json.dumps(told, default=str, indent=1))


@pytest.mark.parametrize(
    "before", [nothing, block_the_first, be_blocked_by_the_first, mute_the_first]
)
def test_neither_the_live_channel_nor_an_archive_links_two_personas(time_machine, before):
    member = make_person("curious")
    one, two = (told_in(member, time_machine, before, one_person=n) for n in (True, False))
    assert one == two
    assert "helpful" in one, "the kindness was told"
    assert "curious-signs-in" in one, "the archive holds one's own"
    assert "first-signs-in" not in one
