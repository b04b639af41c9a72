"""A guide's queue in a real browser: it changes by itself, and works by keyboard and without it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from damayan.safety.models import Concern
from damayan.stories.actions import publish
from damayan.stories.models import Story
from tests.access.walk import session_of
from tests.browser.house import House, sideways, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URGENT = "I want to end my life tonight. I have the pills in my hand."
QUEUE = "/guides/reports/"


@pytest.fixture
def community(transactional_db) -> Cast:
    return make_cast(make_group())


def raised(community: Cast, part: str) -> Concern:
    person = getattr(community, part)
    story = publish(by=person, group=community.group, form_key=part, happened=URGENT)
    return Concern.objects.get(subject_key=story.key)


@pytest.fixture
def phone_of(house: House, open_phone: Callable[..., BrowserContext], community: Cast):
    def made(part: str, **options: object) -> Page:
        context = open_phone(**options)
        sign_in(context, house, session_of(getattr(community, part)))
        return context.new_page()

    return made


def test_an_urgent_case_comes_by_itself_is_spoken_and_heard_and_the_focus_stays(
    community: Cast, phone_of
) -> None:
    first = raised(community, "member")
    page = phone_of("guide")
    page.goto(QUEUE)
    page.locator("details.page summary").click()
    page.check("[name=sound]")
    page.get_by_role("button", name="Keep it so").click()
    page.evaluate(
        "window.rang = 0; const start = AudioScheduledSourceNode.prototype.start;"
        "AudioScheduledSourceNode.prototype.start ="
        " function (...when) { window.rang++; return start.apply(this, when); }; 0"
    )
    page.keyboard.press("j")
    expect(page.locator(f"[data-row='{first.key}']")).to_be_focused()
    # The stream has told how things stand before something new comes.
    page.wait_for_timeout(1500)
    second = raised(community, "supporter")
    expect(page.locator(f"[data-row='{second.key}']")).to_be_visible()
    expect(page.locator("#alarm")).to_have_text("Something urgent has come.")
    expect(page.locator(f"[data-row='{first.key}']")).to_be_focused()
    assert page.evaluate("window.rang") == 4


def test_a_case_is_taken_read_and_answered_by_keyboard_alone(community: Cast, phone_of) -> None:
    concern = raised(community, "member")
    page = phone_of("guide")
    page.goto(QUEUE)
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_url(f"**{QUEUE}{concern.key}/")
    expect(page.get_by_text("You are looking after this.")).to_be_visible()
    assert (Concern.objects.get().held_until - Concern.objects.get().taken_at).seconds <= 125
    expect(page.locator(".words").first).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator(".words").first).to_be_visible()
    page.keyboard.press("w")
    page.wait_for_url("**/write/")
    page.focus("[name=words]")
    page.keyboard.type("now x b ?")
    expect(page.locator("[name=words]")).to_have_value("now x b ?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{QUEUE}{concern.key}/")
    page.keyboard.press("x")
    page.wait_for_url("**/close/")


def test_without_a_script_a_case_is_taken_read_and_answered(community: Cast, phone_of) -> None:
    concern = raised(community, "member")
    page = phone_of("guide", scripts=False)
    page.goto(QUEUE)
    page.get_by_role("button", name="Take the next case").click()
    held = Concern.objects.get()
    assert (held.held_until - held.taken_at).seconds == 15 * 60
    page.locator(".cover summary").first.click()
    expect(page.locator(".words").first).to_be_visible()
    page.get_by_role("link", name="Write to them").click()
    page.get_by_role("link", name="They may be in danger now").click()
    page.locator("#write button").click()
    assert page.url.endswith(f"{QUEUE}{concern.key}/")


def test_a_guide_hears_that_somebody_else_took_the_case(community: Cast, phone_of) -> None:
    concern = raised(community, "member")
    page = phone_of("guide")
    page.goto(f"{QUEUE}{concern.key}/")
    page.get_by_role("button", name="I am looking after this").click()
    page.wait_for_timeout(500)
    Concern.objects.update(taken_by=community.coordinator)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#lost")).to_contain_text("no longer in your hands")


@pytest.mark.parametrize("theme", ["araw", "gabi"])
def test_nobody_is_kept_out_of_a_case_that_was_opened(community: Cast, phone_of, theme) -> None:
    """What the walk over all pages does not open: covered words, a late clock, ready answers."""
    concern = raised(community, "member")
    Concern.objects.update(raised_at="2026-01-01T00:00Z")
    Story.objects.update(waiting_at="2026-01-01T00:00Z")
    page, found = phone_of("guide", width=320), []
    for address in (QUEUE, f"{QUEUE}{concern.key}/", f"{QUEUE}{concern.key}/write/"):
        page.goto(address)
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        page.evaluate("document.querySelectorAll('details').forEach(it => (it.open = true))")
        bad = Axe().run(page).response["violations"]
        found += [f"{address} {one['id']} {one['nodes'][0]['target']}" for one in bad]
        found += [f"{address} too wide"] if sideways(page) else []
    assert found == []
