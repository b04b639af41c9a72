"""Words survive: a form that was refused, a reload, a lost line, no scripts. And the way out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from damayan.stories.models import Draft, Reply, Story
from tests.access.walk import session_of
from tests.access.world import make_story
from tests.browser.house import House, Watch, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "I still set two cups in the morning."
AFTER_A_PAUSE = 9_000


@pytest.fixture
def community(transactional_db) -> Cast:
    return make_cast(make_group())


@pytest.fixture
def story(community: Cast) -> Story:
    return make_story(community.group, community.personas["author"])


@pytest.fixture
def phone_of_member(house: House, open_phone, community: Cast) -> Callable[..., Page]:
    def phone(*, scripts: bool = True) -> Page:
        context: BrowserContext = open_phone(scripts=scripts)
        sign_in(context, house, session_of(community.member))
        return context.new_page()

    return phone


def fields(page: Page) -> str:
    return page.get_by_label("What happened").input_value()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_story_that_is_refused_is_still_there_and_so_after_a_reload(
    phone_of_member, community, scripts
) -> None:
    page = phone_of_member(scripts=scripts)
    page.goto("/groups/losing-someone/write/")
    page.get_by_label("What happened").fill(WORDS)
    page.get_by_label("A title").evaluate("it => it.removeAttribute('maxlength')")
    page.get_by_label("A title").fill("long " * 60)
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.get_by_role("button", name="Put it in the group").click()
    assert sent.value.status == 422
    expect(page.get_by_role("alert")).to_be_visible()
    assert fields(page) == WORDS
    page.goto("/groups/losing-someone/write/")
    assert fields(page) == WORDS
    assert not Story.objects.filter(happened=WORDS).exists()


def test_words_are_kept_while_typing_and_found_on_another_phone(
    phone_of_member, house, story
) -> None:
    page = phone_of_member()
    page.clock.install()
    page.goto(f"/stories/{story.key}/")
    page.get_by_label("Your answer").fill(WORDS)
    with page.expect_response("**/drafts/save/") as saved:
        page.clock.fast_forward(AFTER_A_PAUSE)
    assert saved.value.status == 204
    assert Draft.objects.count() == 1
    other = phone_of_member(scripts=False)
    other.goto(f"/stories/{story.key}/")
    assert other.get_by_label("Your answer").input_value() == WORDS


def test_without_a_line_the_phone_keeps_the_words_and_gives_them_back(
    phone_of_member, story
) -> None:
    page = phone_of_member()
    page.clock.install()
    page.goto(f"/stories/{story.key}/")
    page.context.set_offline(True)
    page.get_by_label("Your answer").fill(WORDS)
    page.clock.fast_forward(AFTER_A_PAUSE)
    expect(page.locator("[data-draft-state]")).to_contain_text("kept on this phone")
    page.context.set_offline(False)
    page.reload()
    page.get_by_role("button", name="Bring them back").click()
    assert page.get_by_label("Your answer").input_value() == WORDS
    page.get_by_role("button", name="Send my answer").click()
    expect(page.locator("li.reply")).to_contain_text(WORDS)
    assert Reply.objects.filter(words=WORDS).count() == 1
    assert page.evaluate("localStorage.length") == 0


def test_somebody_whose_sign_in_ended_while_writing_loses_nothing(
    phone_of_member, community
) -> None:
    page = phone_of_member(scripts=False)
    page.goto("/groups/losing-someone/write/")
    page.get_by_label("What happened").fill(WORDS)
    keep = [one for one in page.context.cookies() if one["name"] != "damayan"]
    page.context.clear_cookies()
    page.context.add_cookies(keep)
    page.get_by_role("button", name="Put it in the group").click()
    page.get_by_label("Sign-in name").fill(community.member.username)
    page.get_by_label("Passphrase").fill("quiet lamp over water")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/groups/losing-someone/write/")
    assert fields(page) == WORDS


def test_pressing_twice_tells_once(phone_of_member) -> None:
    page = phone_of_member()
    page.goto("/groups/losing-someone/write/")
    page.get_by_label("What happened").fill(WORDS)
    page.get_by_role("button", name="Put it in the group").dblclick()
    page.wait_for_url(re.compile(r"/stories/\w+/$"))
    assert Story.objects.filter(happened=WORDS).count() == 1


def test_without_scripts_one_looks_at_it_first_and_says_a_word(phone_of_member, story) -> None:
    page = phone_of_member(scripts=False)
    page.goto("/groups/losing-someone/write/")
    page.get_by_label("What happened").fill(WORDS)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("main")).to_contain_text("kept as a draft")
    page.goto("/drafts/")
    expect(page.get_by_role("main")).to_contain_text("I still set two cups")
    page.goto(f"/stories/{story.key}/")
    page.get_by_role("button", name="I hear you").click()
    expect(page.get_by_role("button", name="I hear you 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="I hear you 1").click()
    expect(page.get_by_role("button", name="I hear you")).to_have_attribute("aria-pressed", "false")


ELSEWHERE = re.compile("^https://")


@pytest.mark.parametrize("way", ["click", "escape", "keys", "without scripts", "help page"])
def test_leaving_is_one_step_from_every_page(browser, house, community, story, way) -> None:
    """By a tap, by three Escapes, as the second stop of the keyboard; and as a plain link."""
    context = browser.new_context(base_url=house.url, java_script_enabled=way != "without scripts")
    watch = Watch(house).over(context)
    context.route(
        ELSEWHERE,
        lambda route: route.fulfill(body="<title>elsewhere</title>", content_type="text/html"),
    )
    sign_in(context, house, session_of(community.member))
    page = context.new_page()
    page.goto("/help/" if way == "help page" else f"/stories/{story.key}/")
    before = page.evaluate("history.length")
    if way == "escape":
        for _ in range(3):
            page.keyboard.press("Escape")
    elif way == "keys":
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(ELSEWHERE)
    assert page.title() == "elsewhere"
    left_by_script = way != "without scripts"
    assert page.evaluate("history.length") == before + (not left_by_script)
    assert page.evaluate("document.referrer") == ""
    others = [
        one for one in watch.wrong if "wikipedia" not in one and "no policy: https" not in one
    ]
    assert others == []
    context.close()
