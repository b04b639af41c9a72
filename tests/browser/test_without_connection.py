"""On the worst night the connection may be gone: what was once seen of help can be opened again."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.access.walk import session_of
from tests.browser.house import House, sideways, sign_in
from tests.browser.test_every_page import faults_on
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URGENT = "I want to end my life tonight. I have the pills in my hand."
IS_KEPT = """async () => {
  for (let n = 0; n < 100; n++) {
    if ((await caches.match('/help/kept/')) && navigator.serviceWorker.controller) return true;
    await new Promise((go) => setTimeout(go, 100));
  }
  return false;
}"""


@pytest.fixture
def community(transactional_db) -> Cast:
    return make_cast(make_group())


def wait_until_kept(page: Page) -> None:
    assert page.evaluate(IS_KEPT)


def numbers(page: Page) -> list[str | None]:
    return [one.get_attribute("href") for one in page.locator("a.call").all()]


def test_help_that_was_seen_once_opens_without_a_connection(
    house: House, open_phone: Callable[..., BrowserContext], community: Cast
) -> None:
    context = open_phone()
    page = context.new_page()
    page.goto("/help/")
    seen = numbers(page)
    wait_until_kept(page)
    context.set_offline(True)
    for address in ("/help/", "/groups/", "/stories/never-seen/"):
        page.goto(address)
        expect(page.locator("h1")).to_contain_text("There is no connection")
        assert sorted(map(str, numbers(page))) == sorted(map(str, seen))
        size = page.locator("h1").evaluate("it => getComputedStyle(it).fontFamily")
        assert "serif" in size, "it has its clothes on"
        assert sideways(page) == 0
    context.set_offline(False)
    page.goto("/groups/")
    expect(page.locator("h1")).not_to_contain_text("There is no connection")


def test_the_card_is_enough_and_nothing_personal_is_kept(
    house: House, open_phone: Callable[..., BrowserContext], community: Cast
) -> None:
    context = open_phone(locale="fil-PH")
    sign_in(context, house, session_of(community.member))
    page = context.new_page()
    page.goto(f"/groups/{community.group.slug}/write/")
    page.fill("[name=happened]", URGENT)
    page.locator("main form button.do").first.click()
    page.wait_for_selector("#care")
    wait_until_kept(page)
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const one of await cache.keys()) {
              const answer = await cache.match(one);
              found.push([new URL(one.url).pathname, await answer.text()]);
            }
          }
          return found;
        }"""
    )
    assert sorted(path.split(".")[0] for path, _text in kept) == [
        "/help/kept/",
        "/static/home/damayan",
    ]
    for _path, text in kept:
        for personal in ("pills", "Gentle Member", "csrf", "member-signs-in"):
            assert personal not in text
    context.set_offline(True)
    page.goto("/help/")
    assert "tel:911" in numbers(page)


def test_who_never_saw_help_has_no_worker(
    house: House, open_phone: Callable[..., BrowserContext], community: Cast
) -> None:
    page = open_phone().new_page()
    page.goto("/groups/")
    page.wait_for_timeout(500)
    assert (
        page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )


def test_it_is_kept_in_the_readers_language(
    house: House, open_phone: Callable[..., BrowserContext], community: Cast
) -> None:
    context = open_phone()
    context.add_cookies([{"name": "django_language", "value": "fil", "url": house.url}])
    page = context.new_page()
    page.goto("/help/")
    wait_until_kept(page)
    context.set_offline(True)
    page.goto("/groups/")
    assert page.locator("html").get_attribute("lang") == "fil"


@pytest.mark.parametrize("language", ["en", "fil"])
def test_what_is_kept_keeps_nobody_out(
    house: House, open_phone: Callable[..., BrowserContext], community: Cast, language: str
) -> None:
    page = open_phone(width=320).new_page()
    page.goto(f"/help/kept/{language}/")
    assert faults_on(page, Axe()) == []
