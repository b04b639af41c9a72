"""Search finds what one may see, and nothing else; its words leave no trace."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from damayan.foundation.clock import now
from damayan.foundation.words import cook, excerpt
from damayan.groups.models import Group, Persona, PersonaBlock, PersonaMute
from damayan.people.models import Person
from damayan.stories import search_queries
from damayan.stories.models import HiddenTopic, Mark, Reply, Story
from damayan.stories.search_links import Asked, link_for, open_link
from damayan.stories.search_queries import search
from damayan.stories.search_words import clean, marked
from tests.cast import Cast, make_group, put_in

pytestmark = pytest.mark.django_db
Found = list[str]


def tell(group: Group, author: Persona, title: str, words: str, **changed: Any) -> Story:
    return Story.objects.create(
        group=group,
        author=author,
        form_key=f"form-{Story.objects.count()}",
        title=title,
        happened=words,
        html=cook(words),
        excerpt=excerpt(words),
        **changed,
    )


def titles(person: Person | None, words: str = "", **narrowed: str) -> Found:
    return [line.story.title for line in search(person, Asked(words, **narrowed)).lines]


@pytest.fixture
def members_group(cast: Cast) -> Group:
    group = make_group("quiet-room", access="members")
    wearer = put_in(group, cast.member, "Patient Heron")
    tell(group, wearer, "Behind the door", "Nobody outside may read about the guava tree.")
    return group


def post(client: Client, **asked: str) -> Any:
    return client.post("/search/", asked, follow=True)


def test_a_reader_finds_a_story_by_its_words_and_by_their_stems(story: Story, cast: Cast) -> None:
    for words in ("cups", "cup", "CUPS in the morning", '"two cups"', "quiet", "cups or nothing"):
        assert titles(cast.member, words) == ["The house is too quiet"], words
    assert titles(cast.member, "cups -morning") == []
    assert titles(cast.member, "umbrella") == []


def test_filipino_words_that_english_would_drop_are_found_as_they_stand(cast: Cast) -> None:
    tell(cast.group, cast.personas["author"], "Gabi", "May at na, so ganoon", language="fil")
    assert titles(None, "at") == ["Gabi"]


def test_a_reader_finds_an_answer_and_is_led_to_it(reply: Reply, cast: Cast) -> None:
    [line] = search(cast.outsider, Asked("slippers")).lines
    assert line.reply == reply
    assert "<mark>slippers</mark>" in line.snippet


def test_visitors_find_what_is_in_open_groups_only(members_group: Group, story: Story) -> None:
    assert titles(None, "cups") == ["The house is too quiet"]
    assert titles(None, "guava") == []


def test_a_group_for_members_is_searched_by_its_members_only(
    members_group: Group, cast: Cast
) -> None:
    assert titles(cast.member, "guava") == ["Behind the door"]
    assert titles(cast.coordinator, "guava") == ["Behind the door"]
    for person in (cast.outsider, cast.author, cast.blocked):
        assert titles(person, "guava") == []
        assert titles(person, "guava", group="quiet-room") == []


def test_who_left_a_group_no_longer_searches_it(members_group: Group, cast: Cast) -> None:
    cast.member.memberships.filter(group=members_group).update(left_at=now())
    assert titles(cast.member, "guava") == []


def test_a_block_hides_stories_both_ways(story: Story, cast: Cast) -> None:
    tell(cast.group, cast.personas["blocked"], "Mango", "I eat a mango on the roof.")
    assert titles(cast.blocked, "cups") == []
    assert titles(cast.author, "mango") == []
    assert titles(cast.member, "cups") == ["The house is too quiet"]
    assert titles(cast.member, "mango") == ["Mango"]


def test_a_block_hides_answers_both_ways(reply: Reply, cast: Cast) -> None:
    PersonaBlock.objects.create(blocker=cast.personas["supporter"], blocked=cast.personas["member"])
    assert titles(cast.supporter, "slippers") == []
    assert titles(cast.professional, "slippers") == ["The house is too quiet"]
    assert titles(cast.blocked, "slippers") == []


def test_what_a_member_muted_or_hid_does_not_come_up_for_them_alone(
    story: Story, reply: Reply, cast: Cast
) -> None:
    Mark.objects.create(person=cast.member, story=story, hidden_at=now())
    PersonaMute.objects.create(muter=cast.personas["supporter"], muted=cast.personas["author"])
    HiddenTopic.objects.create(person=cast.professional, topic="death")
    for person in (cast.member, cast.supporter, cast.professional):
        assert titles(person, "cups") == []
        assert titles(person, "slippers") == []
    assert titles(cast.guide, "cups") == ["The house is too quiet"]


def test_a_folded_topic_is_found_without_its_words(
    story: Story, cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    HiddenTopic.objects.create(person=cast.member, topic="death", fold=True)
    page = post(client_of(cast.member), words="cups").content.decode()
    assert "The house is too quiet" in page
    assert "a death" in page
    assert "set two" not in page


@pytest.mark.parametrize("gone", ["removed_at", "hidden_at"])
def test_words_taken_back_or_hidden_are_not_found(
    story: Story, reply: Reply, cast: Cast, gone: str
) -> None:
    Reply.objects.filter(pk=reply.pk).update(**{gone: now()})
    assert titles(cast.guide, "slippers") == []
    Reply.objects.filter(pk=reply.pk).update(**{gone: None})
    Story.objects.filter(pk=story.pk).update(**{gone: now()})
    assert titles(cast.guide, "cups") == []
    assert titles(cast.guide, "slippers") == []


def test_a_search_is_narrowed_by_group_kind_language_and_what_helped(cast: Cast) -> None:
    other = make_group("far-from-home")
    away = put_in(other, cast.author, "Calm Narra")
    tell(other, away, "Jeddah", "video call", kind="question", language="fil", helped=["prayer"])
    tell(cast.group, cast.personas["author"], "Home", "video call", helped=["walking"])
    for narrowed in (
        {"group": "far-from-home"},
        {"kind": "question"},
        {"language": "fil"},
        {"helped": "prayer"},
    ):
        assert titles(None, "video", **narrowed) == ["Jeddah"]
        assert titles(None, **narrowed) == ["Jeddah"]
    assert sorted(titles(None, "video")) == ["Home", "Jeddah"]


@pytest.mark.parametrize(
    "words",
    [
        *["' & | ! ( ) : *", '"', "-", "-house", "- -", "\\", "%", "<script>alert(1)</script>"],
        *["a\x00b", "or", "😀", "a" * 5000, "w " * 3000, "x or -y", "𝕳𝖔𝖚𝖘𝖊", "../../etc"],
    ],
)
def test_hostile_words_get_a_kind_page(visitor: Client, story: Story, words: str) -> None:
    answer = post(visitor, words=words)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_markup_in_a_story_stays_text_around_the_hit(cast: Cast, visitor: Client) -> None:
    trap = "<img src=x onerror=1> \ue000papaya</p>\ue001 & <b>papaya</b>"
    tell(cast.group, cast.personas["author"], "Trap", trap)
    page = post(visitor, words="papaya").content.decode()
    assert "<img src=x" not in page
    assert "<b>papaya" not in page
    assert "<mark>papaya</mark>" in page


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("a \ue000hit\ue001 <b>", "a <mark>hit</mark> &lt;b&gt;"),
        ("\ue001lone\ue000", "lone"),
        ("\ue000one \ue000two\ue001", "one <mark>two</mark>"),
        ("\ue000<i>\ue001", "<mark>&lt;i&gt;</mark>"),
    ],
)
def test_only_balanced_markers_become_marks(raw: str, safe: str) -> None:
    assert marked(raw) == safe


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\n cups ", "two cups"),
        ("-house", "house"),
        ("--house -cup", "house cup"),
        ("cup -house", "cup -house"),
        ("cup or -house", "cup or house"),
        ("well-being", "well-being"),
        ("lone \ud800surrogate", "lone surrogate"),
    ],
)
def test_words_are_tidied_before_they_are_looked_for(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_an_empty_search_asks_kindly_for_a_word(visitor: Client) -> None:
    answer = post(visitor, words="   ")
    assert answer.status_code == 200
    assert "Write a word, or choose something below." in answer.content.decode()


def test_a_made_up_filter_finds_nothing_and_breaks_nothing(visitor: Client, story: Story) -> None:
    for name in ("group", "kind", "language", "helped"):
        assert post(visitor, words="cups", **{name: "x' or 1=1"}).status_code == 200


def test_the_words_stand_in_no_address_title_or_log(
    visitor: Client, story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)
        answer = post(visitor, words="zeppelin")
    [(address, status)] = answer.redirect_chain
    assert status == 302
    assert "zeppelin" not in address
    page = answer.content.decode()
    assert "zeppelin" not in page.partition("</title>")[0]
    assert "zeppelin" not in caplog.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_search_can_be_reloaded_but_closes_after_two_hours(visitor: Client, story: Story) -> None:
    address = post(visitor, words="cups").redirect_chain[0][0]
    assert "The house is too quiet" in visitor.get(address).content.decode()
    with time_machine.travel(now() + timedelta(hours=2, minutes=1)):
        page = visitor.get(address).content.decode()
    assert "This search has ended" in page
    assert "The house is too quiet" not in page


def test_a_search_opens_for_nobody_but_who_asked(cast: Cast) -> None:
    asked = Asked("cups")
    token = link_for(asked, cast.member)
    assert open_link(token, cast.member) == asked
    assert open_link(token, cast.outsider) is None
    assert open_link(token, None) is None
    assert open_link(link_for(asked, None), cast.member) is None
    assert open_link(token[:-4] + "AAAA", cast.member) is None


@pytest.mark.parametrize("token", ["x", "é", "A" * 9000, "....", "%00", "=="])
def test_a_made_up_link_is_a_search_that_has_ended(visitor: Client, token: str) -> None:
    answer = visitor.get("/search/", {"find": token})
    assert answer.status_code == 200
    assert "This search has ended" in answer.content.decode()


def test_many_results_come_in_pages_and_the_best_first(
    cast: Cast, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = cast.personas["author"]
    for n in range(45):
        tell(cast.group, author, f"Story {n}", "lantern " + "filler " * 30)
    tell(cast.group, author, "Best", "lantern lantern lantern")
    answer = post(visitor, words="lantern")
    address = answer.redirect_chain[0][0]
    first = answer.content.decode()
    last = visitor.get(f"{address}&page=3").content.decode()
    assert first.count('<article class="card') == 20
    assert last.count('<article class="card') == 6
    assert "Best" in first
    assert titles(None, "lantern")[0] == "Best"
    for wild in ("0", "999", "-1", "x", "99999999999999999999", ""):
        assert visitor.get(f"{address}&page={wild}").status_code == 200


def test_a_common_word_ranks_the_newest_and_says_that_there_are_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_queries, "HITS", 5)
    monkeypatch.setattr(search_queries, "RECENT", 6)
    monkeypatch.setattr(search_queries, "NEWEST", 4)
    for n in range(10):
        tell(cast.group, cast.personas["author"], f"Story {n}", "lantern")
    found = search(None, Asked("lantern"))
    assert found.more_than_shown
    assert [line.story.title for line in found.lines] == [
        "Story 9",
        "Story 8",
        "Story 7",
        "Story 6",
    ]
    assert not search(None, Asked("nowhere")).more_than_shown


def test_a_common_word_that_is_rare_for_me_is_still_found(
    cast: Cast, members_group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest are all behind doors; the older ones that I may read must come up."""
    monkeypatch.setattr(search_queries, "HITS", 10)
    monkeypatch.setattr(search_queries, "RECENT", 6)
    tell(cast.group, cast.personas["author"], "Mine to read", "lantern")
    wearer = Persona.objects.get(name="Patient Heron")
    for n in range(10):
        tell(members_group, wearer, f"Closed {n}", "lantern")
    assert titles(cast.outsider, "lantern") == ["Mine to read"]


def test_a_search_that_takes_too_long_says_so(
    visitor: Client, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*args: object, **kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr(search_queries, "search", too_long)
    answer = post(visitor, words="cups")
    assert answer.status_code == 200
    assert "That was too much at once" in answer.content.decode()


def test_a_search_costs_the_same_however_much_it_finds(
    cast: Cast, reply: Reply, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        tell(cast.group, cast.personas["author"], f"Story {n}", "slippers")
    with django_assert_max_num_queries(10):
        assert len(search(cast.member, Asked("slippers")).lines) == 20
    with django_assert_max_num_queries(10):
        search(cast.member, Asked("nothing like it"))
