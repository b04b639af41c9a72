from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from damayan.notices.actions import mute, tell
from damayan.notices.models import Choice, Kind, MutedThread, Notice
from damayan.notices.queries import PAGE
from damayan.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def told(person: Person, cause: str, thread: str = "story:one", words: str = "") -> Notice:
    made = tell(
        person_id=person.pk,
        kind=Kind.ANSWER,
        text=words or "There is a new answer to your story",
        url=f"/stories/{thread.partition(':')[2]}/",
        cause=cause,
        thread=thread,
    )
    assert made
    return made


def page_of(client: Client, address: str = "/answers/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_visitor_is_asked_to_sign_in(visitor: Client) -> None:
    for address in ("/answers/", "/answers/choices/"):
        assert visitor.get(address).status_code == 302
    for address in ("/answers/read/", "/answers/mute/", "/answers/unmute/"):
        assert visitor.post(address).status_code == 302


def test_a_person_sees_their_own_notices_and_nobody_elses(cast: Cast, client_of: SignIn) -> None:
    told(cast.author, "reply:1", words="Words for the author")
    assert "Words for the author" in page_of(client_of(cast.author))
    assert "Words for the author" not in page_of(client_of(cast.member))


def test_opening_the_inbox_marks_nothing_as_read(cast: Cast, client_of: SignIn) -> None:
    told(cast.author, "reply:1")
    client = client_of(cast.author)
    assert page_of(client).count('class="unread"') == 1
    assert page_of(client).count('class="unread"') == 1


def test_what_is_alike_is_told_in_one_line(cast: Cast, client_of: SignIn) -> None:
    for n in range(3):
        told(cast.author, f"reply:{n}")
    told(cast.author, "reply:9", thread="story:two")
    page = page_of(client_of(cast.author))
    assert page.count('class="unread"') == 2
    assert "and 2 more like it" in page


def test_marking_all_as_seen_empties_the_counter_of_that_person_only(
    cast: Cast, client_of: SignIn
) -> None:
    newest = told(cast.author, "reply:1")
    told(cast.member, "reply:1")
    client = client_of(cast.author)
    assert client.post("/answers/read/", {"until": newest.key}).status_code == 302
    cast.author.refresh_from_db()
    cast.member.refresh_from_db()
    assert (cast.author.unread_notices, cast.member.unread_notices) == (0, 1)


def test_another_persons_notice_cannot_say_until_when(cast: Cast, client_of: SignIn) -> None:
    theirs = told(cast.member, "reply:1")
    mine = told(cast.author, "reply:1")
    client_of(cast.author).post("/answers/read/", {"until": theirs.key})
    mine.refresh_from_db()
    assert mine.read_at is not None


@pytest.mark.parametrize("way", ["get", "head"])
@pytest.mark.parametrize("deed", ["read", "mute", "unmute"])
def test_no_link_changes_anything(cast: Cast, client_of: SignIn, way: str, deed: str) -> None:
    assert getattr(client_of(cast.author), way)(f"/answers/{deed}/").status_code == 405


def test_a_thread_is_muted_and_unmuted_from_the_inbox(cast: Cast, client_of: SignIn) -> None:
    told(cast.author, "reply:1")
    client = client_of(cast.author)
    assert "Tell me no more of this" in page_of(client)
    client.post("/answers/mute/", {"thread": "story:one"})
    assert MutedThread.objects.get().person == cast.author
    assert "Tell me of this again" in page_of(client)
    assert "There is a new answer to your story" in page_of(client, "/answers/choices/")
    client.post("/answers/unmute/", {"thread": "story:one"})
    assert not MutedThread.objects.exists()


def test_unmuting_touches_only_ones_own(cast: Cast, client_of: SignIn) -> None:
    mute(by=cast.author, thread="story:one")
    client_of(cast.member).post("/answers/unmute/", {"thread": "story:one"})
    assert MutedThread.objects.filter(person=cast.author).exists()


@pytest.mark.parametrize(
    "thread", ["", "x", "story:", "story:<b>", "s" * 500, "story:a\x00", "é:1"]
)
def test_a_wrong_thread_is_not_found(cast: Cast, client_of: SignIn, thread: str) -> None:
    assert client_of(cast.author).post("/answers/mute/", {"thread": thread}).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/stories/one/", "/stories/one/"),
        ("https://evil.example/", "/answers/"),
        ("//evil.example/", "/answers/"),
        ("/\\evil.example/", "/answers/"),
        ("javascript:alert(1)", "/answers/"),
        ("", "/answers/"),
    ],
)
def test_muting_leads_back_into_the_house_only(
    cast: Cast, client_of: SignIn, wanted: str, leads_to: str
) -> None:
    asked = {"thread": "story:one", "next": wanted}
    answer = client_of(cast.author).post("/answers/mute/", asked)
    assert answer.headers["Location"] == leads_to


def test_the_inbox_is_read_page_by_page_in_both_directions(cast: Cast, client_of: SignIn) -> None:
    for n in range(PAGE + 5):
        told(cast.author, f"reply:{n}", thread=f"story:{n}", words=f"Answer {n}.")
    client = client_of(cast.author)
    first = page_of(client)
    assert "Answer 34." in first
    assert "Answer 4." not in first
    older = first.partition('href="?after=')[2].partition('"')[0]
    second = page_of(client, f"/answers/?after={older}")
    assert "Answer 4." in second
    assert "Answer 34." not in second
    newer = second.partition('href="?before=')[2].partition('"')[0]
    assert "Answer 34." in page_of(client, f"/answers/?before={newer}")


@pytest.mark.parametrize("place", ["%00", "nonsense", "%F0%9F%98%80", "a" * 3000, "'"])
def test_a_made_up_place_in_the_inbox_is_its_beginning(
    cast: Cast, client_of: SignIn, place: str
) -> None:
    told(cast.author, "reply:1")
    client = client_of(cast.author)
    for way in ("after", "before"):
        assert "There is a new answer" in page_of(client, f"/answers/?{way}={place}")
    assert client.post("/answers/read/", {"until": place}).status_code == 302
    assert client.post("/answers/read/", {"until": "\x00"}).status_code == 302


def test_the_inbox_costs_the_same_with_one_notice_and_with_many(
    cast: Cast, client_of: SignIn, django_assert_num_queries: Any
) -> None:
    client = client_of(cast.author)
    told(cast.author, "reply:1")
    with django_assert_num_queries(4):  # session, person, notices, muted threads
        page_of(client)
    for n in range(2, PAGE + 5):
        told(cast.author, f"reply:{n}", thread=f"story:{n}")
    with django_assert_num_queries(4):
        page_of(client)


def test_choices_are_kept_and_a_guides_words_cannot_be_silenced(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.author)
    silent = {
        "answer": "nowhere",
        "helped": "nowhere",
        "guide": "inbox",
        "account": "inbox",
        "support": "inbox",
    }
    assert client.post("/answers/choices/", silent).status_code == 302
    assert Choice.objects.get(person=cast.author, kind=Kind.ANSWER).inbox is False
    client.post("/answers/choices/", {**silent, "guide": "nowhere"})
    assert Choice.objects.get(person=cast.author, kind=Kind.GUIDE).inbox is True


def test_e_mail_is_offered_only_to_somebody_who_gave_an_address(
    cast: Cast, client_of: SignIn, gives_address: Any, settings: Any
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    gives_address(cast.member)
    with_mail = {
        "answer": "now",
        "helped": "daily",
        "guide": "inbox",
        "account": "inbox",
        "support": "inbox",
    }
    assert client_of(cast.author).post("/answers/choices/", with_mail).status_code == 200
    assert not Choice.objects.filter(person=cast.author).exists()
    assert client_of(cast.member).post("/answers/choices/", with_mail).status_code == 302
    asked = Choice.objects.filter(person=cast.member).exclude(kind=Kind.ALERT)
    kept = dict(asked.values_list("kind", "email"))
    assert kept == {
        "answer": "now",
        "helped": "daily",
        "guide": "never",
        "account": "never",
        "support": "never",
    }


@pytest.mark.parametrize("value", ["", "x", "now' or 1=1", "é" * 4000])
def test_a_made_up_choice_is_refused_kindly(cast: Cast, client_of: SignIn, value: str) -> None:
    answer = client_of(cast.author).post("/answers/choices/", {"answer": value})
    assert answer.status_code == 200
    assert not Choice.objects.exists()
