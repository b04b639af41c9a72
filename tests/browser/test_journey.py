"""The journey that everything else serves: from the first visit to a kind answer, and back again.

Somebody on a phone reads what could be theirs, comes in without a name, tells their own, is
answered, comes back and says what helped. With scripts, without them, and by keyboard alone.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from damayan.foundation.words import cook, excerpt
from damayan.people.models import Person
from damayan.stories import actions as stories
from damayan.stories.models import Reply, Story
from tests.access.walk import session_of
from tests.browser.hands import Fingers, Hands, Keys
from tests.browser.house import House, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Since April the house is too quiet.\n\nI still set two cups."
ANSWER = "I kept her slippers by the door for a year."
READ = "I did not know where to put his shoes."


@pytest.fixture
def community(transactional_db) -> Cast:
    cast = make_cast(make_group())
    Story.objects.create(
        group=cast.group,
        author=cast.personas["author"],
        form_key="the-first-one",
        title="Where his shoes stood",
        happened=READ,
        html=cook(READ),
        excerpt=excerpt(READ),
    )
    return cast


@pytest.mark.parametrize(
    ("hands", "scripts"),
    [(Fingers, True), (Fingers, False), (Keys, True)],
    ids=["with scripts", "without scripts", "by keyboard alone"],
)
def test_from_the_first_visit_to_a_kind_answer_and_back(
    house: House,
    open_phone: Callable[..., object],
    community: Cast,
    hands: type[Hands],
    scripts: bool,
) -> None:
    newcomer = hands(open_phone(scripts=scripts).new_page())
    _read_as_a_visitor(newcomer)
    name, passphrase = _come_in(newcomer)
    _join_the_group(newcomer)
    _tell(newcomer)
    told = Story.objects.get(title__startswith="Since April")
    _sign_out(newcomer)

    answer = _answered_by(community.member, told)
    _come_back(newcomer, name, passphrase)
    _find_the_answer(newcomer, answer)
    _say_what_it_did(newcomer, answer)

    helper = open_phone(scripts=scripts)
    sign_in(helper, house, session_of(community.member))
    _hears_that_it_helped(helper.new_page())
    assert Reply.objects.get(pk=answer.pk).helpful_at is not None


def _main(page: Page) -> Locator:
    return page.get_by_role("main")


def arrive(page: Page, end_of_address: str) -> None:
    page.wait_for_url(re.compile(end_of_address))


def _read_as_a_visitor(hands: Hands) -> None:
    page = hands.page
    page.goto("/")
    hands.press(page.get_by_role("link", name="Where his shoes stood"))
    arrive(page, r"/stories/\w+/$")
    expect(_main(page)).to_contain_text(READ)
    hands.press(page.get_by_role("link", name="Come in to answer"))
    arrive(page, r"/join/\?next=")


def _come_in(hands: Hands) -> tuple[str, str]:
    """Answers the sign-in name and the passphrase that were made."""
    page = hands.page
    name = page.get_by_label("Your sign-in name").input_value()
    passphrase = page.get_by_label("Your passphrase").input_value()
    assert len(passphrase) > 15
    hands.tick(page.get_by_label("or older"))
    hands.press(page.get_by_role("button", name="Join", exact=True))
    arrive(page, r"/join/ready/$")
    expect(page.locator(".codes li")).to_have_count(8)
    hands.press(page.get_by_role("button", name="I have them. Go on"))
    arrive(page, r"/stories/\w+/#answer$")
    return name, passphrase


def _join_the_group(hands: Hands) -> None:
    page = hands.page
    hands.press(page.get_by_role("link", name="Join this group to answer"))
    arrive(page, r"/join/\?next=")
    hands.tick(page.get_by_label("I have read the house rules"))
    hands.press(page.get_by_role("button", name="Join this group"))
    arrive(page, r"/stories/\w+/#answer$")
    expect(_main(page)).to_contain_text("You are here as")


def _tell(hands: Hands) -> None:
    """With a content note and feelings; looked at first, as others will read it."""
    page = hands.page
    hands.press(page.get_by_role("navigation").get_by_role("link", name="Write"))
    arrive(page, r"\d/write/$")
    hands.press(_main(page).get_by_role("link", name=re.compile("^Losing someone")))
    arrive(page, r"/groups/[\w-]+/write/$")
    hands.write(page.get_by_label("What happened"), WORDS)
    hands.tick(page.get_by_label("death", exact=False).first)
    hands.unfold(page.get_by_text("Feelings, and what helped"))
    hands.tick(page.get_by_label("sad", exact=True))
    hands.press(page.get_by_role("button", name="Look at it first"))
    arrive(page, r"/preview/$")
    expect(_main(page)).to_contain_text("as others will read it")
    hands.press(page.get_by_role("button", name="Put it in the group"))
    arrive(page, r"/stories/\w+/$")
    expect(_main(page)).to_contain_text("I still set two cups.")
    expect(_main(page)).to_contain_text("Your story is in the group")
    expect(_main(page).locator(".tags")).to_contain_text("sad")


def _sign_out(hands: Hands) -> None:
    page = hands.page
    hands.press(page.get_by_role("navigation").get_by_role("link", name="My room"))
    arrive(page, r"/me/$")
    hands.press(page.get_by_role("button", name="Sign out"))
    arrive(page, r"//[^/]+/$")
    expect(page.get_by_role("navigation").get_by_role("link", name="Sign in")).to_be_visible()


def _answered_by(member: Person, story: Story) -> Reply:
    return stories.answer(by=member, story=story, form_key="r" * 22, words=ANSWER)


def _come_back(hands: Hands, name: str, passphrase: str) -> None:
    page = hands.page
    hands.press(page.get_by_role("navigation").get_by_role("link", name="Sign in"))
    arrive(page, r"/account/login/$")
    hands.write(page.get_by_label("Sign-in name"), name)
    hands.write(page.get_by_label("Passphrase"), passphrase)
    hands.press(_main(page).get_by_role("button", name="Sign in", exact=True))
    arrive(page, r"//[^/]+/$")


def _find_the_answer(hands: Hands, answer: Reply) -> None:
    page = hands.page
    hands.press(
        page.get_by_role("navigation").get_by_role("link", name=re.compile("Answers.*1 new"))
    )
    arrive(page, r"/answers/$")
    expect(_main(page).locator(".unread")).to_have_count(1)
    hands.press(_main(page).get_by_role("link", name="There is a new answer to your story."))
    arrive(page, rf"/stories/\w+/#r-{answer.key}$")
    expect(page.locator(f"#r-{answer.key}.unread")).to_contain_text(ANSWER)


def _say_what_it_did(hands: Hands, answer: Reply) -> None:
    page = hands.page
    there = page.locator(f"#r-{answer.key}")
    hands.press(there.get_by_role("button", name="This helped"))
    expect(there.locator(".new")).to_contain_text("This helped")
    hands.unfold(there.get_by_text("Say a word"))
    hands.press(there.get_by_role("button", name="thank you"))
    expect(there.get_by_text(re.compile("Thank you 1")).first).to_be_attached()
    expect(
        page.get_by_role("navigation").get_by_role("link", name="Answers", exact=True)
    ).to_be_visible()


def _hears_that_it_helped(page: Page) -> None:
    page.goto("/answers/")
    expect(_main(page).locator(".unread")).to_contain_text("marked your words as helpful")
