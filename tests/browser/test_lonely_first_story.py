"""A lonely first story gets two answers, by people whom the queue brought there."""

import pytest
from playwright.sync_api import BrowserContext, expect

from damayan.groups.models import GroupRole
from damayan.people.models import Person, Role
from damayan.stories.models import Reply, Story
from damayan.support.actions.queue import refresh
from damayan.support.models import Queued
from tests.access.walk import session_of
from tests.browser.house import House, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Since April nobody has asked how I am."


@pytest.fixture
def community(transactional_db) -> Cast:
    cast = make_cast(make_group())
    GroupRole.objects.create(person=cast.member, group=cast.group, role=Role.SUPPORTER)
    return cast


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_lonely_first_story_gets_two_answers(
    house: House, open_phone, community: Cast, scripts: bool
) -> None:
    author, first, second = (
        _phone(house, open_phone, who, scripts=scripts)
        for who in (community.author, community.supporter, community.member)
    )
    _tell(author)
    # What the job of every minute does.
    refresh()
    assert Queued.objects.get().wanted == 2
    _take(first)
    page = author.new_page()
    page.goto(f"/stories/{Story.objects.get().key}/")
    expect(page.get_by_text("Somebody is writing an answer now.")).to_be_visible()
    _answer(first, "I ask you now. How was today?")
    refresh()
    _take(second)
    _answer(second, "I know that quiet. What do you do in the evening?")
    refresh()
    assert Queued.objects.get().met_at is not None
    assert Reply.objects.values("author").distinct().count() == 2
    page.reload()
    expect(page.get_by_role("heading", name="2 answers")).to_be_visible()


def _phone(house: House, open_phone, person: Person, *, scripts: bool) -> BrowserContext:
    context = open_phone(scripts=scripts)
    sign_in(context, house, session_of(person))
    return context


def _tell(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/groups/losing-someone/write/")
    page.get_by_label("What happened").fill(WORDS)
    page.get_by_text("Feelings, and what helped").click()
    page.locator("label", has_text="lonely").click()
    page.get_by_role("button", name="Put it in the group").click()
    expect(page.get_by_role("heading", name="Your story is in the group")).to_be_visible()


def _take(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/support/")
    expect(page.get_by_text("Somebody")).not_to_have_count(0)
    page.get_by_role("button", name="I will answer").first.click()
    expect(page.get_by_label("Your answer")).to_be_visible()


def _answer(context: BrowserContext, words: str) -> None:
    page = context.pages[-1]
    page.get_by_label("Your answer").fill(words)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Your answer is there.").first).to_be_visible()
