"""A real Chromium for the tests in this folder: the one of the system, without anything extra."""

import os
import shutil

import pytest

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
