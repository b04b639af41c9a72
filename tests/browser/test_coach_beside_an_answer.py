"""Somebody looks at their answer before they send it, with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from damayan.stories.models import Reply, Story
from damayan.support.models import Coaching
from tests.access.walk import session_of
from tests.access.world import make_story
from tests.browser.house import House, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST, SECOND = "Just be strong for your mother.", "I am so sorry. What was he like?"


@pytest.fixture
def community(transactional_db) -> Cast:
    return make_cast(make_group())


@pytest.fixture
def story(community: Cast) -> Story:
    return make_story(community.group, community.personas["author"])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_member_looks_first_changes_their_words_and_sends_them(
    house: House, open_phone, community: Cast, story: Story, scripts
) -> None:
    context = open_phone(scripts=scripts)
    sign_in(context, house, session_of(community.member))
    page: Page = context.new_page()
    page.goto(f"/stories/{story.key}/")
    words = page.get_by_label("Your answer")
    words.fill(FIRST)
    page.get_by_role("button", name="Look at my answer first").click()
    page.get_by_role("button", name="Switch it on and look").click()
    said = page.get_by_role("region", name="Being told to be strong")
    expect(said).to_be_visible()
    if scripts:
        expect(page).to_have_url(f"{house.url}/stories/{story.key}/")
        expect(said).to_be_focused()
    expect(words).to_have_value(FIRST)
    words.fill(SECOND)
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("region", name="You asked, and you were with them")).to_be_visible()
    expect(words).to_have_value(SECOND)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Your answer is there.")).to_be_visible()
    assert Reply.objects.get().words == SECOND
    assert Coaching.objects.get().person == community.member
