"""By changing what stands in an address or a form: nothing of another group is reached.

In a group by invitation there is everything a group can have. Somebody from outside takes every
key, number and address of it, puts each into every address that takes one, and finds nothing: not
by reading, not by doing, and not by mixing it with what is theirs.
"""

import re
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse

from damayan.groups import actions as groups
from damayan.groups.models import Group, GroupRole, Persona
from damayan.moderation import actions as moderation
from damayan.people import actions as people
from damayan.people.models import Person
from damayan.stories import actions as stories
from damayan.stories.models import Draft, Story
from tests.access.rules import GROUP, RULES, STORY, WHY
from tests.access.walk import (
    OF_THE_VISIT,
    changes_since,
    client_with,
    is_shut,
    session_of,
    undone,
    written,
)
from tests.access.world import World, make_report
from tests.cast import make_group, make_person, put_in

pytestmark = pytest.mark.django_db

OURS = ("people", "notices", "safety", "groups", "stories", "moderation", "mfa", "usersessions")
# These say no more than the address itself: they are the same for whatever stands in it.
SAYS_NOTHING = {"notices:unsubscribe", "people:verify_contact", "people:first_coordinator"}
TOPIC = "secretsorrow"
# What forms of ours send, at once: each address takes what it knows.
EVERYTHING = {
    **STORY,
    **GROUP,
    **WHY,
    "words": "I looked for you.",
    "word": "hear",
    "outcome": "kept",
    "uses": "1",
    "days": "1",
    "accept": "on",
    "rules_version": "1",
    "role": "supporter",
    "name": "Gentle Insider",
}


@dataclass
class Hidden:
    """A group by invitation, who lives there, and all keys that lead into it."""

    group: Group
    insider: Person
    story: Story
    reply: Any
    keys: dict[str, list[Any]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def hidden(world: World) -> Hidden:
    """Depends on the world's transaction, which takes this back too."""
    group = make_group(TOPIC, access="invitation")
    people_inside = [make_person(name) for name in ("insider", "friend", "warden", "stranger")]
    insider, friend, warden, _stranger = people_inside
    names = [f"Gentle {one.username.split('-')[0].capitalize()}" for one in people_inside]
    personas = [put_in(group, *pair) for pair in zip(people_inside, names, strict=True)]
    GroupRole.objects.create(person=warden, group=group, role="guide")
    told = {key: value for key, value in STORY.items() if key != "form_key"}
    story = stories.publish(by=insider, group=group, form_key="s" * 22, **told)
    reply = stories.answer(by=friend, story=story, form_key="t" * 22, words=f"My {TOPIC} too.")
    stories.react(by=insider, story=story, reply=reply, word="hear")
    stories.mark_helpful(by=insider, reply=reply)
    stories.edit_story(by=insider, story=story, **{**told, "happened": f"A {TOPIC}."})
    stories.save_draft(by=insider, place=f"write:{group.slug}", fields={"happened": TOPIC})
    groups.block(by=insider, persona=personas[3])
    groups.mute(by=friend, persona=personas[3])
    groups.invite(by=warden, group=group)
    report = make_report(friend, "story", story.key)
    moderation.answer(by=warden, concern=report.concern, report=report, words="Thank you.")
    people.request_export(by=insider)
    people.set_contact(by=insider, email="insider@example.org")
    session_of(insider)
    found = Hidden(group, insider, story, reply)
    found.keys = _keys_of(group, people_inside)
    return found


def _keys_of(group: Group, inside: list[Person]) -> dict[str, list[Any]]:
    """One key and number of every kind of row that belongs to the group or to who is in it."""
    ids, found = {one.pk for one in inside}, {"slug": [group.slug], "key": [], "pk": []}
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for row in model._default_manager.all():
            if _belongs(row, group, ids):
                found["pk"].append(row.pk)
                found["key"] += [str(row.key)] if hasattr(row, "key") else []
                break
    assert len(found["pk"]) > 15
    found["pk"] = sorted(set(found["pk"]))
    assert len(found["key"]) > 7
    return found


def _belongs(row: Any, group: Group, people_inside: set[int]) -> bool:
    if row == group or getattr(row, "group_slug", "") == group.slug:
        return True
    for one in row._meta.concrete_fields:
        other = one.related_model
        value = getattr(row, one.attname)
        if other is Group and value == group.pk:
            return True
        if other is Person and value in people_inside:
            return True
        if other in {Story, Persona} and value and getattr(row, one.name).group_id == group.pk:
            return True
    return False


def takes() -> dict[str, list[str]]:
    """Every address that takes something, with the names of what it takes."""
    found: dict[str, list[str]] = {}

    def walk(resolver: Any, space: str) -> None:
        for pattern in resolver.url_patterns:
            if not isinstance(pattern, URLPattern):
                walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif pattern.pattern.converters:
                found[f"{space}{pattern.name}"] = list(pattern.pattern.converters)

    walk(get_resolver(), "")
    return found


def paths(name: str, hidden: Hidden, world: World) -> list[str]:
    """The address with the other group's keys, alone and mixed with what is the attacker's own."""
    kinds = {
        "slug": [*hidden.keys["slug"], world.slug],
        "key": hidden.keys["key"],
        "report": hidden.keys["key"],
        "pk": hidden.keys["pk"],
        "kind": ["story", "reply", "persona"],
        "purpose": hidden.keys["slug"],
        "token": hidden.keys["key"],
        "state": ["sent"],
        "number": [1],
    }
    names = takes()[name]
    own = {"slug": world.slug}
    made = []
    for values in product(*(kinds[one] for one in names)):
        given = dict(zip(names, values, strict=True))
        if given != own and (len(names) < 3 or given.get("key") == given.get("report")):
            made.append(reverse(name, kwargs=given))
    return made


ATTACKERS = ("outsider", "guide")


@pytest.mark.parametrize("name", sorted(takes()))
def test_no_key_of_another_group_opens_anything(world, hidden, name):
    found, rule = [], RULES[name]
    methods = [m for m, who in (("get", rule.get), ("post", rule.post or rule.told_no)) if who]
    for path, role in product(paths(name, hidden, world), ATTACKERS):
        for method in methods:
            sent = {**EVERYTHING, "to": hidden.reply.key} if method == "post" else {}
            with undone():
                before = written()
                client = client_with(world.sessions.get(role))
                response = getattr(client, method)(path, sent)
                changed = changes_since(before) - OF_THE_VISIT
                shows = TOPIC.encode() in response.content and TOPIC not in path
            where = (role, method, path, response.status_code, response.headers.get("Location"))
            said_in_general = name in SAYS_NOTHING or path_is_own(path, world)
            if changed or shows or not (is_shut(response) or said_in_general):
                found.append((*where, sorted(changed)))
    assert found == []


def path_is_own(path: str, world: World) -> bool:
    """Deeds on one's own account that name a row answer alike whether there is such a row."""
    return path.startswith("/me/")


def test_a_key_of_another_group_in_a_form_reaches_nothing(world, hidden):
    """The answered reply, the draft's place, the thread, where to go on to, who gets a role."""
    member = client_with(world.sessions["member"])
    tries = [
        (f"/stories/{world.story.key}/reply/", {"words": "x", "to": hidden.reply.key}),
        ("/search/", {"words": "", "group": hidden.group.slug}),
        ("/search/", {"words": TOPIC}),
        ("/drafts/drop/", {"place": f"write:{hidden.group.slug}"}),
        ("/answers/read/", {"until": hidden.keys["key"][0]}),
    ]
    for path, sent in tries:
        with undone():
            drafts, replies = Draft.objects.count(), hidden.story.replies.count()
            response = member.post(path, {"form_key": "k" * 22, **sent}, follow=True)
            assert response.status_code in {200, 422}, (path, response.status_code)
            assert "Gentle Insider" not in response.content.decode()
            assert hidden.story.key not in response.content.decode()
            assert hidden.story.replies.count() == replies
            assert Draft.objects.filter(person=hidden.insider).count() == 1
            assert Draft.objects.count() - drafts <= 1


CURSORS = ("after", "before")
LISTS = (
    "/groups/",
    "/unanswered/",
    "/bookmarks/",
    "/hidden/",
    "/mine/",
    "/answers/",
    "/me/groups/set-aside/",
    "/groups/members-only/",
    "/guides/reports/",
    "/guides/reports/closed/",
)


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_of_another_group_is_as_good_as_one_that_never_was(world, hidden, path):
    """Otherwise a list would tell that something is there, and when it happened."""
    client = client_with(world.sessions["guide"])
    for name in CURSORS:
        never = without_what_was_asked(client.get(path, {name: "nothing0here"}))
        for key in (*hidden.keys["key"], hidden.group.slug):
            shown = without_what_was_asked(client.get(path, {name: key}))
            assert shown == never, (name, key)


def without_what_was_asked(response) -> str:
    asked = r'value="[\w:-]{20,}"|%3D\w+|[?&;](?:after|before)=[\w-]+|:\d{10}\b'
    return re.sub(asked, "", response.content.decode())


def test_every_address_was_tried():
    known = {"slug", "key", "report", "pk", "kind", "purpose", "state", "token", "number"}
    for name, names in takes().items():
        assert set(names) <= known, name
    with pytest.raises(Resolver404):
        resolve("/nothing-here/")
