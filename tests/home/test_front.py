from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from damayan.foundation.clock import now
from damayan.foundation.words import cook
from damayan.groups.models import Group, Persona, PersonaMute
from damayan.home.queries import MANY
from damayan.home.rules import greeting
from damayan.home.views import FRONT_SECONDS
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.stories.models import Mark, Reply, Story
from tests.cast import Cast, make_group, put_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def make(group: Group, author: Persona, title: str, **changed: Any) -> Story:
    return Story.objects.create(
        group=group,
        author=author,
        form_key=f"front-{Story.objects.count()}",
        title=title,
        happened=title,
        html=cook(title),
        excerpt=f"The beginning of {title}.",
        **changed,
    )


def page_of(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_visitor_meets_stories_of_open_groups_and_nothing_of_the_others(
    cast: Cast, visitor: Client
) -> None:
    author = cast.personas["author"]
    make(cast.group, author, "Answered and open", first_answer_at=now(), reply_count=2)
    make(cast.group, author, "Waiting and open")
    for access in ("members", "invitation"):
        closed = make_group(f"{access}-only", access=access)
        wearer = put_in(closed, cast.author, f"Calm {access}")
        make(closed, wearer, f"Words in {access}", first_answer_at=now())
        make(closed, wearer, f"Waiting in {access}")
    page = page_of(visitor)
    assert "Answered and open" in page
    assert "2 answers" in page
    assert "Waiting and open" in page
    assert "Could it be yours?" in page
    assert "Words in" not in page
    assert "Waiting in" not in page
    assert "Members only" in page
    assert "Invitation only" not in page


def test_the_front_page_lets_several_groups_speak(cast: Cast, visitor: Client) -> None:
    for n, slug in enumerate(("after-the-storm", "far-from-home")):
        group = make_group(slug)
        wearer = put_in(group, cast.author, f"Calm {slug}")
        for m in range(5):
            when = now() - timedelta(hours=10 * m + n)
            make(group, wearer, f"{slug} {m}", first_answer_at=when, active_at=when, reply_count=1)
    page = page_of(visitor)
    assert page.index("after-the-storm 0") < page.index("far-from-home 0")
    assert "after-the-storm 1" not in page


@pytest.mark.parametrize("state", [{"topics": ["suicide"]}, {"removed_at": now()}])
def test_nobody_meets_a_hard_topic_or_removed_words_on_the_front_page(
    cast: Cast, visitor: Client, state: dict[str, Any]
) -> None:
    make(cast.group, cast.personas["author"], "Not here", first_answer_at=now(), **state)
    make(cast.group, cast.personas["author"], "Not here either", **state)
    assert "Not here" not in page_of(visitor)


def test_the_visitors_page_is_asked_of_the_database_once_and_forgets_soon(
    cast: Cast, visitor: Client, django_assert_num_queries: Any
) -> None:
    make(cast.group, cast.personas["author"], "Two cups", first_answer_at=now())
    with django_assert_num_queries(6):
        assert "Two cups" in page_of(visitor)
    with django_assert_num_queries(0):
        page_of(visitor)
    Story.objects.update(removed_at=now())
    with time_machine.travel(now() + timedelta(seconds=FRONT_SECONDS + 1)):
        assert "Two cups" not in page_of(visitor)


def test_the_kept_page_never_crosses_languages_or_people(
    cast: Cast, visitor: Client, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = make_group("quiet-room", access="members")
    make(closed, put_in(closed, cast.member, "Patient Heron"), "For members alone")
    make(closed, put_in(closed, cast.supporter, "Brave Lamp"), "Also for members alone")
    assert "For members alone" in page_of(client_of(cast.supporter))
    english = page_of(visitor)
    assert "For members alone" not in english
    assert "Losing someone" in english
    monkeypatch.setattr("django.utils.translation.trans_real.check_for_language", bool)
    filipino = Client()
    filipino.cookies["django_language"] = "fil"
    assert "losing-someone (fil)" in page_of(filipino)
    assert "Losing someone" in page_of(visitor)


def test_a_visitor_finds_the_way_to_urgent_help(cast: Cast, visitor: Client) -> None:
    page = page_of(visitor)
    assert "If it cannot wait" in page
    assert 'href="tel:' in page
    assert 'href="/help/"' in page


def test_a_member_is_greeted_without_any_name(cast: Cast, client_of: SignIn) -> None:
    page = page_of(client_of(cast.author))
    assert cast.author.username not in page
    heading = page.partition("<h1>")[2].partition("</h1>")[0]
    assert "Gentle" not in heading
    assert cast.personas["author"].name not in page.partition("</title>")[0]


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        *[(0, "late"), (4, "late"), (5, "morning"), (11, "morning"), (12, "afternoon")],
        *[(17, "afternoon"), (18, "evening"), (22, "evening"), (23, "late")],
    ],
)
def test_the_greeting_fits_the_hour(hour: int, words: str) -> None:
    assert words in greeting(datetime(2026, 11, 22, hour, tzinfo=ZoneInfo("Asia/Manila")))


def test_a_member_sees_what_waits_for_them(cast: Cast, client_of: SignIn) -> None:
    words = {"text": "There is a new answer to your story", "url": "/stories/x/"}
    tell(person_id=cast.author.pk, kind=Kind.ANSWER, cause="reply:1", **words)
    assert "There is a new answer to your story" in page_of(client_of(cast.author))
    assert "There is a new answer to your story" not in page_of(client_of(cast.member))


def test_a_member_is_asked_to_answer_others_in_their_groups_newcomers_first(
    cast: Cast, client_of: SignIn
) -> None:
    author = cast.personas["author"]
    make(cast.group, author, "Told before", created_at=now() - timedelta(hours=5))
    make(cast.group, author, "Told by somebody new", first_here=True)
    elsewhere = make_group("far-from-home")
    make(elsewhere, put_in(elsewhere, cast.author, "Calm Narra"), "Told elsewhere")
    page = page_of(client_of(cast.member))
    assert page.index("Told by somebody new") < page.index("Told before")
    assert "Told elsewhere" not in page
    own = page_of(client_of(cast.author))
    assert "Told before" not in own


def test_a_block_keeps_two_people_off_each_others_front_page(cast: Cast, client_of: SignIn) -> None:
    make(cast.group, cast.personas["author"], "By the author")
    make(cast.group, cast.personas["blocked"], "By the blocked one")
    assert "By the blocked one" not in page_of(client_of(cast.author))
    assert "By the author" not in page_of(client_of(cast.blocked))
    both = page_of(client_of(cast.member))
    assert "By the author" in both
    assert "By the blocked one" in both


def test_new_stories_are_counted_in_words_and_only_those_in_sight(
    cast: Cast, client_of: SignIn, story: Story
) -> None:
    client = client_of(cast.member)
    cast.member.memberships.update(joined_at=now() - timedelta(days=3))
    assert "one new story" in page_of(client)
    Mark.objects.create(person=cast.member, story=story, seen_at=now())
    assert "nothing new since you were here" in page_of(client)
    for n in range(MANY + 3):
        make(cast.group, cast.personas["supporter"], f"New {n}")
    assert "many new stories" in page_of(client)
    PersonaMute.objects.create(muter=cast.personas["member"], muted=cast.personas["supporter"])
    assert "nothing new since you were here" in page_of(client)


def test_ones_own_story_is_not_news(cast: Cast, client_of: SignIn, story: Story) -> None:
    cast.author.memberships.update(joined_at=now() - timedelta(days=3))
    assert "nothing new since you were here" in page_of(client_of(cast.author))


def test_somebody_in_no_group_is_shown_the_way_to_one(cast: Cast, client_of: SignIn) -> None:
    page = page_of(client_of(cast.outsider))
    assert "Choose a first group" in page
    assert "Your groups" not in page


def test_a_members_front_page_costs_the_same_however_much_there_is(
    cast: Cast, client_of: SignIn, story: Story, reply: Reply, django_assert_num_queries: Any
) -> None:
    client = client_of(cast.member)
    with django_assert_num_queries(4):  # session, person, my groups, who waits
        page_of(client)
    for n in range(5):
        other = make_group(f"group-{n}")
        put_in(other, cast.member, f"Name {n}")
        wearer = put_in(other, cast.supporter, f"Other {n}")
        for m in range(4):
            make(other, wearer, f"Story {n}-{m}")
    tell(person_id=cast.member.pk, kind=Kind.HELPED, text="x", url="/", cause="reply:2")
    with django_assert_num_queries(5):  # and what is unread
        page_of(client)


def test_no_front_page_is_kept_by_the_browser_or_a_proxy(
    cast: Cast, visitor: Client, client_of: SignIn
) -> None:
    for client in (visitor, client_of(cast.member)):
        assert "no-store" in client.get("/").headers["Cache-Control"]
