"""Two ways to use a page: with a finger, and with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page

FARTHEST = 250


class Hands(Protocol):
    """What somebody does with a page."""

    page: Page

    def press(self, what: Locator) -> None:
        """A link or a button; waits for the page that follows."""

    def tick(self, what: Locator) -> None:
        """A box."""

    def write(self, what: Locator, words: str) -> None:
        """Words into a field, over what is there."""

    def unfold(self, what: Locator) -> None:
        """A summary."""


class Fingers:
    """Taps."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        what.click()

    def tick(self, what: Locator) -> None:
        # Some boxes are small beside their label, which people tap.
        what.locator("xpath=ancestor-or-self::*[self::label or self::input][1]").click()
        if not what.is_checked():
            what.check()

    def write(self, what: Locator, words: str) -> None:
        what.fill(words)

    def unfold(self, what: Locator) -> None:
        what.click()


class Keys:
    """Tab, Enter, Space and letters; a thing that Tab does not reach cannot be used."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        self._reach(what)
        self.page.keyboard.press("Enter")

    def tick(self, what: Locator) -> None:
        self._reach(what)
        self.page.keyboard.press("Space")

    def write(self, what: Locator, words: str) -> None:
        self._reach(what)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def unfold(self, what: Locator) -> None:
        self.press(what)

    def _reach(self, what: Locator) -> None:
        what.wait_for(state="attached")
        for _step in range(FARTHEST):
            if what.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {what}")
