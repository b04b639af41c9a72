"""What the hub of one process does by itself, without waiting for its real pauses."""

import asyncio

import pytest
from django.contrib.sessions.models import Session

from damayan.foundation.live import hub as hubs
from damayan.foundation.live.callers import Caller, caller
from damayan.foundation.live.hub import BYE, Hub
from damayan.foundation.live.pages import HEARTBEAT, Page
from damayan.foundation.live.streams import cursors, version_of
from tests.aside import finish
from tests.foundation.live_server import cookie_of


def a_page(who: Caller | None = None) -> Page:
    return Page(who or Caller(1, "session", "proof"), [0])


async def within_a_hub(page: Page) -> bytes:
    hub = Hub()
    hub.start()
    try:
        hub.add(page)
        return await asyncio.wait_for(page.words(), 5)
    finally:
        await hub.stop()


@pytest.mark.django_db(transaction=True)
def test_a_silent_page_gets_a_sign_of_life(cast, monkeypatch):
    monkeypatch.setattr(hubs, "BEAT", 0.1)
    assert finish(within_a_hub(a_page())) == HEARTBEAT


@pytest.mark.django_db(transaction=True)
def test_a_session_that_ended_without_a_word_is_noticed(cast, monkeypatch):
    monkeypatch.setattr(hubs, "LOOK_AGAIN", 0.3)
    who = caller(cookie_of(cast.member))
    assert who
    with pytest.raises(TimeoutError):
        finish(within_a_hub(a_page(who)))
    Session.objects.all().delete()
    page = a_page(who)
    assert finish(within_a_hub(page)) == BYE
    assert page.closed


def test_a_page_that_takes_nothing_is_closed_before_it_fills_the_memory():
    async def fill() -> list[bool]:
        page, closed = a_page(), []
        for _ in range(100):
            page.push(HEARTBEAT)
            closed.append(page.closed)
        return closed

    closed = finish(fill())
    assert not closed[60]
    assert closed[-1]


@pytest.mark.parametrize(
    "words", ["", "1", "1.2.3", "a.b", "-1.2", "٣.1", f"{2**63}.1", "9" * 5000 + ".1"]
)
def test_what_a_browser_makes_up_counts_as_nothing_seen(words):
    assert cursors(words, 2) == [0, 0]
    assert cursors("7.0", 2) == [7, 0]


def test_a_state_has_one_number_whatever_the_order_of_its_words():
    assert version_of({"a": 1, "b": 2}) == version_of({"b": 2, "a": 1})
    assert version_of({"a": 1}) != version_of({"a": 2})
