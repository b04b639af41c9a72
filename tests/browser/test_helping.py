"""Three ways in which nobody stays alone, each with scripts and without.

A lonely first story gets two answers from two people; a question to a professional comes back; a
place that somebody suggests is gone to.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from damayan.people.models import Person, RoleGrant
from damayan.stories import actions as stories
from damayan.stories.models import Story
from damayan.support.actions.queue import refresh
from damayan.support.questions import actions as questions
from damayan.support.referral.models import Referral, Service
from tests.access.walk import session_of
from tests.browser.house import House, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., BrowserContext]
LONELY = "I have told nobody yet. Since April the house is too quiet."


@pytest.fixture
def community(transactional_db) -> Cast:
    return make_cast(make_group())


@pytest.fixture
def visit(house: House, open_phone: Phone) -> Callable[..., Page]:
    def opened(person: Person, *, scripts: bool) -> Page:
        context = open_phone(scripts=scripts)
        sign_in(context, house, session_of(person))
        return context.new_page()

    return opened


def _main(page: Page) -> Locator:
    return page.get_by_role("main")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_lonely_first_story_gets_two_answers(community: Cast, visit, scripts: bool) -> None:
    stories.publish(
        by=community.author,
        group=community.group,
        form_key="s" * 22,
        happened=LONELY,
        language="en",
        feelings=["lonely"],
    )
    refresh(whole=True)
    for helper, words in (
        (community.supporter, "What was the evening like before?"),
        (community.professional, "I am glad that you told us. How are the nights?"),
    ):
        if helper == community.professional:
            RoleGrant.objects.create(person=helper, role="supporter")
        page = visit(helper, scripts=scripts)
        page.goto("/support/")
        expect(_main(page)).to_contain_text("the house is too quiet")
        _main(page).get_by_role("button", name=re.compile("answer|write", re.I)).first.click()
        page.wait_for_url(re.compile(r"/stories/\w+/"))
        page.get_by_label("Your answer").fill(words)
        page.get_by_role("button", name="Send my answer").click()
        expect(_main(page)).to_contain_text(words)
        refresh(whole=True)
    answered = Story.objects.get()
    assert answered.reply_count == 2
    page = visit(community.author, scripts=scripts)
    page.goto("/answers/")
    expect(_main(page).locator(".unread").first).to_contain_text("There is a new answer")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_question_to_a_professional_comes_back(community: Cast, visit, scripts: bool) -> None:
    practice = questions.apply(
        by=community.professional,
        title="Psychologist",
        body="A board",
        number="12345",
        renews_on=timezone.localdate() + timedelta(days=99),
        languages=["en"],
    )
    questions.check(by=community.coordinator, practice=practice)

    asking = visit(community.author, scripts=scripts)
    asking.goto("/ask/")
    asking.get_by_label("Your question").fill("I wake at three every night. Is that normal?")
    asking.get_by_label("What is it about?").select_option("sleep")
    asking.get_by_role("button", name="Ask", exact=True).click()
    asking.wait_for_url(re.compile(r"/ask/\w{12}/$"))
    expect(_main(asking)).to_contain_text("It waits for somebody who knows about this.")

    answering = visit(community.professional, scripts=scripts)
    answering.goto("/practice/questions/")
    answering.get_by_role("button", name=re.compile("I answer this")).click()
    answering.wait_for_url(re.compile(r"/practice/questions/\w+/$"))
    answering.get_by_label("Your answer").fill("What you tell is common after a loss.")
    answering.get_by_role("button", name="Send the answer").click()
    answering.wait_for_url(re.compile(r"/practice/questions/$"))

    asking.goto("/answers/")
    _main(asking).get_by_role("link", name="There is an answer to your question.").click()
    expect(_main(asking)).to_contain_text("What you tell is common after a loss.")
    expect(_main(asking)).to_contain_text("licence checked")
    asking.get_by_role("button", name="Yes", exact=True).click()
    expect(_main(asking).get_by_role("button", name="Yes", exact=True)).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_place_that_a_listener_suggests_is_gone_to(community: Cast, visit, scripts: bool) -> None:
    Service.objects.create(name={"en": "City health centre"}, province="Iloilo", city="Iloilo City")
    member, listener = community.author, community.supporter

    hers = visit(member, scripts=scripts)
    hers.goto("/talk/")
    hers.get_by_label("Now, if somebody is there").check(force=True)
    hers.get_by_role("button", name="Ask for somebody").click()
    expect(_main(hers)).to_contain_text("We have asked")

    theirs = visit(listener, scripts=scripts)
    theirs.goto("/listen/")
    theirs.get_by_role("button", name=re.compile("I am there for them")).click()
    expect(_main(theirs)).to_contain_text("You have offered to listen")

    hers.goto("/talk/")
    hers.get_by_role("button", name="Yes, begin").click()
    hers.wait_for_url(re.compile(r"/talks/\w+/$"))
    hers.get_by_label("Your words").fill("I cannot sleep since Papa died.")
    hers.get_by_role("button", name="Say it").click()
    expect(_main(hers)).to_contain_text("I cannot sleep since Papa died.")

    theirs.goto(hers.url.partition("#")[0])
    expect(_main(theirs)).to_contain_text("I cannot sleep since Papa died.")
    theirs.get_by_role("link", name="Suggest a place that helps").click()
    theirs.get_by_role("link", name="City health centre").click()
    theirs.get_by_label("Why you think of it").fill("They were kind to me.")
    theirs.get_by_role("button", name="Suggest it").click()
    theirs.wait_for_url(re.compile(r"/referrals/\w+/$"))

    hers.goto("/answers/")
    suggested = "Somebody you talk with suggests a place that helps."
    _main(hers).get_by_role("link", name=suggested).click()
    expect(_main(hers)).to_contain_text("They were kind to me.")
    _go_through_the_steps(hers)
    hers.get_by_role("button", name="I handed it over, or went there").click()
    expect(_main(hers)).to_contain_text("handed over")
    hers.get_by_role("button", name="It took place").first.click()
    expect(_main(hers)).to_contain_text("it took place")
    kept = Referral.objects.get()
    assert (kept.state, kept.before, kept.after, kept.items) == ("seen", 3, 6, ["name"])


def _go_through_the_steps(hers: Page) -> None:
    hers.get_by_role("link", name="Begin").click()
    hers.get_by_label("3", exact=True).check(force=True)
    hers.get_by_label("I do not want to go alone").check(force=True)
    hers.get_by_role("button", name="Go on").click()
    expect(_main(hers)).to_contain_text("You may bring anybody you trust")
    hers.get_by_label("6", exact=True).check(force=True)
    hers.get_by_role("button", name="Go on").click()
    hers.get_by_role("checkbox", name="A name").check(force=True)
    hers.get_by_role("textbox", name="A name").fill("Ana")
    hers.get_by_role("button", name="I agree to share this").click()
    expect(_main(hers)).to_contain_text("ready to take with you")
