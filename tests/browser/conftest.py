"""A real Chromium for the tests in this folder: the one of the system, without anything extra."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.house import House, Watch, start

# Playwright's loop runs in the thread of the test; Django would refuse to touch the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {
        **browser_type_launch_args,
        **({"executable_path": found} if found else {}),
        "args": [*quiet, "--disable-component-update"],
    }


@pytest.fixture(scope="session")
def _house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    with django_db_blocker.unblock():
        house = start(tmp_path_factory.mktemp("house"))
    yield house
    house.process.terminate()
    house.process.wait(timeout=20)


@pytest.fixture
def house(_house: House, transactional_db) -> House:
    """The real server; what a test puts into the database is gone after it."""
    return _house


@pytest.fixture
def open_phone(browser: Browser, house: House) -> Iterator[Callable[..., BrowserContext]]:
    """A browser as somebody holds it, watched: any error or request to elsewhere fails the test."""
    held: list[tuple[BrowserContext, Watch]] = []

    def phone(*, scripts: bool = True, width: int = 360, **options: object) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 740},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            base_url=house.url,
            **options,
        )
        context.set_default_timeout(15_000)
        held.append((context, Watch(house).over(context)))
        return context

    yield phone
    for context, _watch in held:
        context.close()
    assert [wrong for _context, watch in held for wrong in watch.wrong] == []
