"""Members can link two personas of one person in no way.

The same two groups are lived in twice, once with one person behind two personas and once with two
people, everything else being equal: the clock, the luck of the draw and what is done. An ordinary
member of both groups then opens every page there is and tries every deed. Whatever differs between
the two worlds would give the person away.
"""

import json
import random
import re
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from damayan.foundation import ids
from damayan.groups import actions
from damayan.groups.models import Group, Membership, Persona
from damayan.people import holdings
from damayan.people.models import Person
from damayan.stories.actions import answer, publish, react
from tests.cast import make_group, make_person

MOMENT = "2026-11-20 14:00+08:00"
LATER = "2026-11-22 20:30+08:00"
TOKENS = re.compile(
    r'(name="(?:csrfmiddlewaretoken|form_key)" value=)"[^"]*"|(value=)"[A-Za-z0-9_-]+:[\w:-]+"'
)
LINK = re.compile(r'(?:href|action)="([^"#]*)')
# Headers that carry a token or the clock of the machine, not of the world.
OWN_HEADERS = {"Set-Cookie"}
NOT_VISITED = ("/static/", "/account/", "/leave/", "/join/", "/recover/")
# Filters of the search and of lists combine without end; each is visited alone.
COMBINED = re.compile(r"&|[?]next=|^/search/[?](?!q=)")


@dataclass
class World:
    """Two groups; ``first`` and ``second`` wear a persona in one of them each."""

    member: Person
    first: Person
    second: Person
    here: Group
    there: Group
    first_persona: Persona
    second_persona: Persona


@contextmanager
def luck(seed: int):
    """The same keys and seeds are drawn whenever the same step is taken."""
    real, dice = ids.secrets, random.Random(seed)
    ids.secrets = dice
    dice.randbits = dice.getrandbits
    try:
        yield
    finally:
        ids.secrets = real


@pytest.fixture
def member(db) -> Person:
    return make_person("curious")


def live(member: Person, clock, *, one_person: bool) -> World:
    """Make the two groups and let the two personas do the same things in both worlds."""
    clock.move_to(MOMENT, tick=False)
    with luck(1):
        here, there = make_group("losing-someone"), make_group("long-illness", "members")
    first = make_person("first")
    second = first if one_person else make_person("second")
    looks = [("Quiet Narra", 11), ("Warm Fern", 22), ("Calm River", 33), ("Kind Palm", 44)]
    steps = [(first, here), (second, there), (member, here), (member, there)]
    worn = [
        step(n, actions.join, by=by, group=group, name=name, seed=seed, rules_version=1).persona
        for n, ((by, group), (name, seed)) in enumerate(zip(steps, looks, strict=True), 10)
    ]
    world = World(member, first, second, here, there, worn[0], worn[1])
    _talk(world)
    clock.move_to(LATER, tick=False)
    return world


def step(turn: int, verb, **values):
    with luck(turn):
        return verb(**values)


def _talk(world: World) -> None:
    told = {"title": "A long night", "happened": "I could not sleep.", "language": "en"}
    mine = step(
        20, publish, by=world.first, group=world.here, form_key="a" * 22, kind="story", **told
    )
    theirs = step(
        21, publish, by=world.second, group=world.there, form_key="b" * 22, kind="story", **told
    )
    asked = step(
        22, publish, by=world.member, group=world.there, form_key="c" * 22, kind="question", **told
    )
    step(23, answer, by=world.member, story=mine, form_key="d" * 22, words="I hear you.")
    step(24, answer, by=world.member, story=theirs, form_key="e" * 22, words="I hear you.")
    step(25, answer, by=world.second, story=asked, form_key="f" * 22, words="Me too.")
    heard = {"by": world.member, "group": world.here, "form_key": "h" * 22, "kind": "question"}
    step(26, react, by=world.first, story=step(28, publish, **heard, **told), word="strength")
    step(27, react, by=world.second, story=asked, word="hear")


def crawl(client: Client, start=("/", "/groups/", "/me/", "/me/groups/", "/answers/", "/search/")):
    """Every page that leads from another, as {address: (status, headers, body)}."""
    seen, waiting = {}, list(start)
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(NOT_VISITED) or COMBINED.search(address):
            continue
        answer = client.get(address)
        seen[address] = told(answer)
        found = {
            urlsplit(urljoin(address, link.replace("&amp;", "&")))
            for link in LINK.findall(seen[address][2])
        }
        waiting += sorted(
            f"{to.path}?{to.query}" if to.query else to.path for to in found if not to.netloc
        )
        assert len(seen) < 400, "the crawl runs away"
    return seen


def told(answer) -> tuple[int, dict[str, str], str]:
    headers = {name: value for name, value in answer.headers.items() if name not in OWN_HEADERS}
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = TOKENS.sub(r"\1\2…", body.decode(errors="replace"))
    headers.pop("Content-Length", None)
    return answer.status_code, headers, text


def probes(world: World) -> list[tuple[str, dict[str, str]]]:
    """What a curious member might send to find out."""
    groups = (world.here.slug, world.there.slug)
    keys = (world.first_persona.key, world.second_persona.key)
    found: list[tuple[str, dict[str, str]]] = []
    for slug in groups:
        for key in keys:
            page = f"/groups/{slug}/people/{key}/"
            found += [(f"{page}{deed}/", {}) for deed in ("unblock", "mute", "unmute", "block")]
            found += [(f"/report/persona/{key}/", {"kind": "spam"}), (f"{page}?as=json", {})]
        found.append((f"/groups/{slug}/join/", {"look": "Quiet Narra", "accept": "on"}))
    found += [("/search/", {"q": "sleep"}), ("/guides/reports/", {}), ("/desk/groups/", {})]
    found += [(f"/guides/personas/{key}/", {"reason": "I want to know"}) for key in keys]
    return found


def everything_a_member_learns(world: World, more, *, thorough: bool) -> dict[str, object]:
    """After ``more`` has happened: every page, and if thorough every deed tried and all again."""
    client = Client()
    client.force_login(world.member)
    with luck(90):
        more(world)
    learned: dict[str, object] = {f"GET {at}": page for at, page in crawl(client).items()}
    if not thorough:
        return learned
    for n, (address, sent) in enumerate(probes(world)):
        with luck(100 + n):
            learned[f"probe {n} POST {address}"] = told(client.post(address, sent))
            learned[f"probe {n} GET {address}"] = told(client.get(address))
    learned |= {f"at last {at}": page for at, page in crawl(client).items()}
    return learned | {f"visitor {at}": page for at, page in crawl(Client(), ("/groups/",)).items()}


def compare(member: Person, clock, more=lambda world: None, *, thorough: bool = False) -> None:
    worlds = []
    for one_person in (True, False):
        with transaction.atomic():
            world = live(member, clock, one_person=one_person)
            worlds.append(everything_a_member_learns(world, more, thorough=thorough))
            transaction.set_rollback(True)
    one, two = worlds
    assert list(one) == list(two), "other pages are reached"
    assert (
        "\n".join(difference for at in one for difference in differences(at, one[at], two[at]))
        == ""
    )
    everything = json.dumps(one, default=str)
    assert "Quiet Narra" in everything or not thorough
    assert "Warm Fern" in everything
    assert sum(at.startswith("GET ") for at in one) > 25, "hardly anything was looked at"


def differences(at: str, one, two):
    if one != two:
        left, right = (str(part[:2]).splitlines() + part[2].splitlines() for part in (one, two))
        yield f"{at}: " + "\n".join(unified_diff(left, right, "one person", "two people", n=0))


def test_no_page_header_or_error_tells_one_person_from_two(member, time_machine):
    compare(member, time_machine, thorough=True)


def test_blocking_one_persona_tells_nothing_of_the_other(member, time_machine):
    """Nor does what comes after: notices in the other group neither stop nor say more."""

    def block_and_be_answered(world: World) -> None:
        actions.block(by=world.member, persona=world.first_persona)
        story = world.there.stories.get(author__membership__person=world.member)
        answer(by=world.second, story=story, form_key="g" * 22, words="Still here.")

    compare(member, time_machine, block_and_be_answered)


def test_being_blocked_by_one_persona_tells_nothing_of_the_other(member, time_machine):
    def block_the_member(world: World) -> None:
        mine = Persona.objects.get(membership__person=world.member, group=world.here)
        actions.block(by=world.first, persona=mine)
        story = world.there.stories.get(author__membership__person=world.member)
        answer(by=world.second, story=story, form_key="g" * 22, words="Still here.")

    compare(member, time_machine, block_the_member)


def test_what_befalls_one_persona_shows_in_no_other_group(member, time_machine):
    """A pause, a role, leaving: all of one group."""
    coordinator = make_person("coordinator")
    coordinator.grants.create(role="coordinator")

    def act(world: World) -> None:
        actions.pause(by=coordinator, persona=world.first_persona)
        given = {"group": world.here, "person": world.first, "role": "supporter"}
        actions.grant_role(by=coordinator, **given)
        actions.leave(by=world.first, group=world.here)

    compare(member, time_machine, act)


def test_being_erased_under_one_name_shows_under_no_other(member, time_machine):
    """The words are kept; in the one world a second persona loses its person too."""

    def erase(world: World) -> None:
        for holding in reversed(holdings.registered()):
            holding.erase(world.first, "keep")

    compare(member, time_machine, erase)


def test_the_comparison_would_notice_a_page_that_gives_a_person_away(
    member, time_machine, monkeypatch
):
    """A test that cannot fail proves nothing: let a persona's page say whose it is."""
    from damayan.groups.views import personas

    kept = personas.deeds_of

    def telltale(reader, persona):
        worn = Membership.objects.get(persona=persona).person
        how_many = Membership.objects.filter(person=worn).count()
        return [*kept(reader, persona), (f"{how_many} groups", [])]

    monkeypatch.setattr(personas, "deeds_of", telltale)
    with pytest.raises(AssertionError):
        compare(member, time_machine)


def test_keys_and_seeds_of_two_personas_have_nothing_in_common(member, db):
    groups = [make_group(f"group-{n}") for n in range(12)]
    drawn = [Persona.objects.create(group=group, name="Warm Fern") for group in groups]
    assert len({persona.key for persona in drawn}) == 12
    assert len({persona.seed for persona in drawn}) == 12
    assert sorted(persona.key for persona in drawn) != [persona.key for persona in drawn]


def test_what_another_member_takes_home_names_no_account(member, time_machine):
    """The export of one member, word by word, is the same in both worlds."""
    texts = []
    for one_person in (True, False):
        with transaction.atomic():
            world = live(member, time_machine, one_person=one_person)
            actions.block(by=world.member, persona=world.first_persona)
            rows = [list(one.export(world.member)) for one in holdings.registered()]
            texts.append(json.dumps(rows, default=str, indent=1))
            transaction.set_rollback(True)
    assert texts[0] == texts[1]
    assert "Quiet Narra" in texts[0], "whom one blocked is one's own to know"
