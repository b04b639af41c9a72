"""Passkeys with Chromium's own virtual authenticator, and joining with and without scripts."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from damayan.people import actions, challenges, codes
from damayan.people.models import Person
from tests.browser.conftest import browser_type_launch_args  # noqa: F401
from tests.cast import PASSPHRASE, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page whose device has a lock that always opens."""
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/")


def test_a_newcomer_joins_with_a_passkey_and_comes_back_with_it(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/join/?next=/groups/")
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Join with a passkey instead").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/join/ready/")
    expect(page.locator(".codes li")).to_have_count(8)
    page.get_by_role("button", name="I have them").click()
    page.wait_for_url("**/groups/")
    person = Person.objects.get()
    assert not person.has_usable_password()
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    sign_out(page, live_server.url)
    page.goto(f"{live_server.url}/account/login/?next=/me/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me/security/")
    expect(page.get_by_text("you sign in with a passkey")).to_be_visible()


def test_a_member_adds_a_passkey_and_proves_themselves_with_it(
    page: Page, live_server, settings
) -> None:
    person = make_person("ana")
    codes.renew(person)
    page.goto(f"{live_server.url}/account/login/?next=/account/passkey/")
    page.get_by_label("Sign-in name").fill(person.username)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/me/security/")
    expect(page.get_by_text("Your passkey is ready.")).to_be_visible()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page.goto(f"{live_server.url}/me/security/name/")
    page.get_by_role("link", name="Use my passkey instead").click()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/security/name/")
    expect(page.get_by_role("button", name="Use this name")).to_be_visible()


def test_who_refuses_the_passkey_is_told_what_to_do_instead(
    context: BrowserContext, live_server
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/join/")
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Join with a passkey instead").click()
    page.wait_for_url("**/account/passkey/")
    page.evaluate("() => { navigator.credentials.create = async () => { throw Error('no') } }")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("No passkey was made")).to_be_visible()
    page.get_by_role("link", name="Set a passphrase instead").click()
    page.get_by_role("button", name="Set this passphrase").click()
    page.wait_for_url("**/me/security/")
    assert Person.objects.get().has_usable_password()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_newcomer_is_in_within_a_minute_by_keyboard_alone(
    browser: Browser, live_server, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=scripts
    )
    page, began = context.new_page(), time.monotonic()
    page.goto(f"{live_server.url}/join/?next=/groups/")
    page.get_by_label("I am 18 or older").focus()
    page.keyboard.press("Space")
    page.get_by_label("Your sign-in name").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/join/ready/")
    assert time.monotonic() - began < 60
    expect(page.locator(".codes li")).to_have_count(8)
    page.get_by_role("button", name="I have them").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/groups/")
    context.close()


def test_the_machine_does_its_moment_of_work_by_itself(
    page: Page, live_server, two_an_hour: None, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"joined": "1/h/ip"}
    monkeypatch.setattr(challenges, "HARDNESS", 2000)
    for _ in range(2):
        page.goto(f"{live_server.url}/join/")
        page.get_by_label("I am 18 or older").check()
        page.get_by_role("button", name="Join", exact=True).click()
        page.wait_for_url("**/join/ready/")
        page.get_by_role("button", name="I have them").click()
        sign_out(page, live_server.url)
    assert Person.objects.count() == 2


PAGES = (
    "/me/security/", "/me/security/passphrase/", "/me/security/name/", "/me/privacy/",
    "/me/privacy/erase/", "/me/contact/", "/me/preferences/", "/account/app/", "/account/passkey/",
    "/account/logout/", "/account/again/", "/account/again/code/",
)  # fmt: skip


@pytest.mark.parametrize("theme", ["gabi", "araw"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_an_account_is_open_to_everybody(
    browser: Browser, live_server, theme: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None,
    )
    for path in ("/join/", "/account/login/", "/recover/"):
        page.goto(live_server.url + path)
        _is_open(page, width)
    page.goto(f"{live_server.url}/join/")
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_url("**/join/ready/")
    _is_open(page, width)
    for path in PAGES:
        page.goto(live_server.url + path)
        assert re.search(re.escape(path) + "$", page.url), page.url
        assert page.locator("html").get_attribute("data-theme") == theme
        _is_open(page, width)
    page.goto(f"{live_server.url}/me/privacy/erase/")
    page.get_by_label("Keep my words").check()
    page.get_by_role("button", name="Erase me").click()
    page.wait_for_url("**/me/privacy/")
    expect(page.get_by_role("status").first).to_contain_text("You will be erased")
    _is_open(page, width)
    page.get_by_role("button", name="Gather everything").click()
    page.wait_for_url("**/export/*/")
    _is_open(page, width)
    _is_desk_open(page, live_server.url, width)
    assert refused == []
    context.close()


def _is_desk_open(page: Page, address: str, width: int) -> None:
    path = actions.open_first_coordinator_link()
    page.goto(address + path)
    _is_open(page, width)
    page.get_by_role("button", name="Make me the coordinator").click()
    page.wait_for_url("**/desk/roles/")
    _is_open(page, width)


def _is_open(page: Page, width: int) -> None:
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") == width, page.url
