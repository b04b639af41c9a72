"""An author and a guide write to each other: words come by themselves, and without a script too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from damayan.safety.models import Concern
from damayan.stories.actions import publish
from tests.access.walk import session_of
from tests.browser.house import House, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URGENT = "I want to end my life tonight. I have the pills in my hand."


@pytest.fixture
def community(transactional_db) -> Cast:
    return make_cast(make_group())


@pytest.fixture
def concern(community: Cast) -> Concern:
    publish(by=community.member, group=community.group, form_key="raised", happened=URGENT)
    return Concern.objects.get()


@pytest.fixture
def phone_of(house: House, open_phone: Callable[..., BrowserContext], community: Cast):
    def made(part: str, **options: object) -> Page:
        context = open_phone(**options)
        sign_in(context, house, session_of(getattr(community, part)))
        return context.new_page()

    return made


def say(page: Page, words: str) -> None:
    page.fill("[name=words]", words)
    page.locator(".compose button").click()


def test_each_sees_what_the_other_writes_and_keeps_what_is_half_written(
    community: Cast, concern: Concern, phone_of
) -> None:
    guide, author = phone_of("guide"), phone_of("member")
    guide.goto(f"/guides/reports/{concern.key}/line/")
    say(guide, "I read you. Are you alone?")
    expect(guide.locator(".told li")).to_have_count(1)
    author.goto("/answers/")
    author.locator("a[href^='/care/line/']").first.click()
    expect(author.locator(".told li")).to_have_count(1)
    author.fill("[name=words]", "I am half way through th")
    author.wait_for_timeout(800)
    say(guide, "I stay here.")
    expect(author.locator(".told li")).to_have_count(2)
    expect(author.locator("[name=words]")).to_have_value("I am half way through th")
    say(author, "My sister is here now.")
    expect(guide.locator(".told li")).to_have_count(3)
    expect(guide.locator(".told li").last).to_contain_text("My sister is here now.")
    expect(guide.locator(".told li").last).not_to_have_class("own")


def test_it_works_without_a_script(community: Cast, concern: Concern, phone_of) -> None:
    author = phone_of("member", scripts=False)
    author.goto(f"/groups/{community.group.slug}/write/")
    author.fill("[name=happened]", URGENT)
    author.locator("main form button.do").first.click()
    author.get_by_role("button", name="Write with a guide in private").first.click()
    say(author, "Is somebody there?")
    expect(author.locator(".told li")).to_have_count(1)
    guide = phone_of("guide", scripts=False)
    raised = Concern.objects.exclude(pk=concern.pk).get()
    guide.goto(f"/guides/reports/{raised.key}/line/")
    say(guide, "Yes. I am here.")
    expect(guide.locator(".told li")).to_have_count(2)
    author.get_by_role("link", name="Look for new words").click()
    expect(author.locator(".told li")).to_have_count(2)
    author.get_by_role("button", name="Leave this line").click()
    expect(author.locator("main")).to_contain_text("You left this line.")
