"""The catalogue in a real Chromium: seen by everybody, and comfortable where scripts run."""

import json
import re
from collections.abc import Iterator

import pytest
from altcha import verify_solution_v1
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "damayan:draft:catalogue-reply"
AFTER_A_PAUSE = 9_000


@pytest.fixture
def address(live_server, settings) -> str:
    settings.DEBUG = True
    return f"{live_server.url}/style/"


@pytest.fixture
def catalogue(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    # The way out leads to another site; here it may lead nowhere.
    context.route(
        re.compile(r"^https://"),
        lambda route: route.fulfill(body="<title>elsewhere</title>", content_type="text/html"),
    )
    page.clock.install()
    page.goto(address)
    yield page
    context.close()


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


@pytest.mark.parametrize("theme", ["gabi", "araw"])
@pytest.mark.parametrize(("width", "large"), [(320, "1"), (360, ""), (1280, "")])
def test_everybody_can_use_every_part_by_night_and_by_day(
    browser: Browser, address: str, theme: str, width: int, large: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce")
    names = {"theme": theme, "large_type": large}
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in names.items()])
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(address)
    assert page.locator("html").get_attribute("data-theme") == theme
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert refused == []
    context.close()


def test_the_ways_out_are_the_first_stops_of_the_keyboard(catalogue: Page, live_server) -> None:
    catalogue.goto(f"{live_server.url}{reverse('home:privacy')}")
    stops = []
    for _ in range(3):
        catalogue.keyboard.press("Tab")
        stops.append(catalogue.evaluate("document.activeElement.className"))
    assert stops == ["skip", "help", "leave"]


@pytest.mark.parametrize("width", [360, 1280])
def test_what_has_the_focus_is_never_under_the_frame(catalogue: Page, width: int) -> None:
    catalogue.set_viewport_size({"width": width, "height": 700})
    hidden = []
    for _ in range(60):
        catalogue.keyboard.press("Tab")
        hidden.append(
            catalogue.evaluate(
                """() => {
                const it = document.activeElement, box = it.getBoundingClientRect();
                if (it === document.body || it.closest(".over, .skip")) return "";
                const x = box.left + box.width / 2, top = box.top + 2, bottom = box.bottom - 2;
                const covered = (y) => document.elementFromPoint(x, y)?.closest(".over, .dock");
                return covered(top) && covered(bottom) ? it.outerHTML.slice(0, 80) : "";
                }"""
            )
        )
    assert [it for it in hidden if it] == []


def test_three_escapes_leave_at_once_and_take_kept_words_along(catalogue: Page) -> None:
    catalogue.evaluate("localStorage.setItem('damayan:draft:x', '{}')")
    catalogue.focus("#id_words")
    here = catalogue.url
    for _ in range(3):
        catalogue.keyboard.press("Escape")
    catalogue.wait_for_url(re.compile("^https://"))
    assert catalogue.title() == "elsewhere"
    catalogue.goto(here)
    assert kept(catalogue) == []


def test_two_escapes_stay(catalogue: Page) -> None:
    here = catalogue.url
    for key in ("Escape", "Escape", "a", "Escape"):
        catalogue.keyboard.press(key)
    assert catalogue.url == here
    assert catalogue.locator("html").get_attribute("hidden") is None


def test_leaving_by_the_link_replaces_the_page_in_the_history(catalogue: Page) -> None:
    before = catalogue.evaluate("history.length")
    catalogue.locator("[data-quick-exit]").click()
    catalogue.wait_for_url(re.compile("^https://"))
    assert catalogue.evaluate("history.length") == before


def test_without_a_connection_the_phone_keeps_the_words_and_offers_them(catalogue: Page) -> None:
    catalogue.fill("#id_words", "I still set two cups.")
    catalogue.clock.fast_forward(AFTER_A_PAUSE)
    expect(catalogue.locator("[data-draft-state]")).to_contain_text("kept on this phone")
    catalogue.reload()
    catalogue.fill("#id_words", "Something new.")
    catalogue.get_by_role("button", name="Bring them back").click()
    assert catalogue.input_value("#id_words") == "Something new.\n\nI still set two cups."


def test_words_that_reached_the_server_are_not_left_on_a_shared_phone(catalogue: Page) -> None:
    sent = []

    def take(route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204)

    catalogue.route("**/drafts-of-the-test", take)
    catalogue.evaluate(
        "document.querySelector('[data-draft]').dataset.draftUrl = '/drafts-of-the-test'"
    )
    catalogue.fill("#id_words", "I still set two cups.")
    catalogue.clock.fast_forward(AFTER_A_PAUSE)
    expect(catalogue.locator("[data-draft-state]")).to_have_text("Your words are kept.")
    assert "two cups" in sent[0]
    assert kept(catalogue) == []


def test_signing_out_forgets_what_the_phone_kept(catalogue: Page) -> None:
    words = json.dumps({"at": 9e15, "words": {"words": "mine"}})
    catalogue.evaluate("([key, words]) => localStorage.setItem(key, words)", [KEPT, words])
    catalogue.route("**/style/", lambda route: route.fulfill(status=204))
    catalogue.locator("[data-sign-out] button").click()
    catalogue.wait_for_function("Object.keys(localStorage).length === 0")


def test_a_reaction_changes_in_place_and_keeps_the_focus(catalogue: Page) -> None:
    answered = catalogue.locator("#said-story").evaluate("it => it.outerHTML")
    too = '<button name="word" value="too" aria-pressed='
    assert f'{too}"false"' in answered
    answered = answered.replace(f'{too}"false"', f'{too}"true"')
    heads = []

    def answer(route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        heads.append(route.request.headers.get("x-fragment"))
        assert 'name="word"\r\n\r\ntoo' in (route.request.post_data or "")
        route.fulfill(body=answered, content_type="text/html")

    catalogue.route("**/style/**", answer)
    pressed = catalogue.locator("#said-story button[value=too]")
    pressed.focus()
    catalogue.keyboard.press("Enter")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(pressed).to_be_focused()
    assert heads == ["said-story"]
    expect(catalogue.locator("#say")).to_have_text("You said: me too")


def test_a_form_pressed_twice_is_sent_once(catalogue: Page) -> None:
    posts = []

    def count(route) -> None:
        if route.request.method == "POST":
            posts.append(route.request.url)
            route.fulfill(status=204)
        else:
            route.continue_()

    catalogue.route("**/style/**", count)
    catalogue.fill("#id_words", "Salamat.")
    catalogue.evaluate(
        "() => { const b = document.querySelector('.compose .do'); b.click(); b.click(); }"
    )
    catalogue.wait_for_timeout(300)
    assert len(posts) == 1


def test_the_phone_solves_the_challenge_by_itself(catalogue: Page) -> None:
    answer = catalogue.locator("[name=altcha]")
    expect(answer).not_to_have_value("", timeout=15_000)
    assert verify_solution_v1(answer.input_value(), "catalogue") == (True, None)


def test_without_scripts_nothing_is_offered_that_cannot_work(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".awake:visible").count() == 0
    assert page.locator(".said button:visible").count() > 0
    context.close()
