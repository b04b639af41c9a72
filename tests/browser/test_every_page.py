"""Every page of the table of addresses, as somebody who may see it: for all eyes, on any screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from damayan.people.models import Person
from damayan.stories import actions as stories
from tests.access.rules import RULES
from tests.access.walk import path_of
from tests.access.world import World, make_report, make_world
from tests.browser.house import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLES = ("visitor", "author", "member", "supporter", "professional", "guide", "coordinator")
# As whom a page is met, whoever comes first and may see it.
MOST = ("author", "coordinator", "member", "supporter", "professional")
NARROW, WIDE = 320, 1280
# Not pages: a text for robots, a zip, ways to other pages or away.
NO_PAGES = {
    "groups:robots",
    "home:worker",
    "moderation:care_report_data",
    "people:download",
    "questions:calendar",
    "referral:csv",
    "referral:fhir",
    "referral:hsds",
    "referral:sheet",
    "safety:kept",  # always in the language of its address; see test_without_connection
    "safety:leave",
    "stories:permalink",
}
SHOWS_GUIDES_MORE = {
    "home:room",
    "groups:about",
    "groups:persona",
    "stories:group",
    "stories:story",
}
# By day on the narrow screen everything; else what depends on colours or on where things stand.
BIG_ENOUGH = {"target-size": {"enabled": True}}
EVERYTHING = {"rules": BIG_ENOUGH}
COLOURS = {"runOnly": ["color-contrast"]}
PLACES = {"runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"]}
LOOKS = (
    (NARROW, "araw", EVERYTHING),
    (NARROW, "gabi", COLOURS),
    (WIDE, "araw", PLACES),
    (WIDE, "gabi", COLOURS),
)


@pytest.fixture
def lived_in(transactional_db) -> World:
    """A community in which no page is empty."""
    world = make_world()
    author, member = world.cast.author, world.cast.member
    told = {"title": "", "felt": "Heavy.", "need": "To be heard.", "kind": "question"}
    tags = {"feelings": ["sad", "numb"], "topics": ["death"], "helped": ["talking", "walking"]}
    for n in range(5):
        stories.publish(
            by=author if n < 3 else world.cast.guide,
            group=world.cast.group,
            form_key=f"{n:022d}",
            happened=f"Night {n}. I count the hours and listen to the rain on the roof.",
            language="en",
            **told,
            **tags,
        )
    first = stories.answer(by=author, story=world.story, form_key="a" * 22, words="Salamat.")
    stories.answer(
        by=member, story=world.story, form_key="b" * 22, words="> Salamat\n\nI know.", parent=first
    )
    stories.react(by=member, story=world.story, word="hear")
    stories.mark_helpful(by=author, reply=world.reply)
    stories.bookmark(by=author, story=world.story)
    stories.hide_from_me(by=author, story=world.story)
    stories.hide_topic(by=author, topic="illness")
    stories.save_draft(by=author, place="write:members-only", fields={"happened": "Not yet."})
    make_report(member, "persona", world.cast.personas["supporter"].key)
    return world


def pages(world: World) -> list[tuple[str, str]]:
    """(role, address): as a visitor where visitors come, and as whoever may do most."""
    found = []
    for name, rule in sorted(RULES.items()):
        if not rule.get or name in NO_PAGES:
            continue
        path = path_of(name, rule, world)
        if "visitor" in rule.get:
            found.append(("visitor", path))
        found += [(role, path) for role in MOST if role in rule.get][:1]
        if name in SHOWS_GUIDES_MORE:
            found.append(("guide", path))
    found += [("author", f"/search/{_found(world)}"), ("visitor", "/nothing-here/")]
    return sorted(set(found))


def _found(world: World) -> str:
    from damayan.stories.search_links import Asked, link_for

    return f"?find={link_for(Asked(words='rain'), world.cast.author)}"


def phones(open_phone, house, world: World) -> dict[str, Page]:
    """One page for each role, used for all addresses."""
    made = {}
    for role in ROLES:
        context = open_phone(width=NARROW)
        if role != "visitor":
            sign_in(context, house, world.sessions[role])
        made[role] = context.new_page()
    return made


def faults_on(page: Page, axe: Axe) -> list[str]:
    """Both screens, by day and by night."""
    found = []
    for width, theme, options in LOOKS:
        page.set_viewport_size({"width": width, "height": 740})
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        bad = axe.run(page, options=options).response["violations"]
        found += [f"{width} {theme} {one['id']} {one['nodes'][0]['target']}" for one in bad]
        found += [f"{width}: {sideways(page)} px too wide"] if sideways(page) else []
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_page_keeps_anybody_out(open_phone, house, lived_in, role) -> None:
    page, found, axe = phones(open_phone, house, lived_in)[role], [], Axe()
    for path in [path for who, path in pages(lived_in) if who == role]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == (404 if path == "/nothing-here/" else 200), path
        found += [f"{path}: {fault}" for fault in faults_on(page, axe)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("large", [False, True])
def test_no_page_is_wider_than_a_small_phone_in_filipino(
    open_phone, house, lived_in, large
) -> None:
    """The longest words there are, also in large letters."""
    Person.objects.update(language="fil", large_type=large)
    held, found = phones(open_phone, house, lived_in), []
    chosen = {"django_language": "fil", "large_type": str(int(large))}
    held["visitor"].context.add_cookies(
        [{"name": name, "value": value, "url": house.url} for name, value in chosen.items()]
    )
    for role, path in pages(lived_in):
        page = held[role]
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "fil", (role, path)
        assert page.locator("html").get_attribute("data-type") == ("large" if large else None)
        if sideways(page):
            widest = page.evaluate(
                "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect()"
                ".right > innerWidth + 0.5).slice(-2).map(e => e.outerHTML.slice(0, 90))"
            )
            found.append(f"{role} {path}: {sideways(page)} px {widest}")
    assert found == [], "\n".join(found)
