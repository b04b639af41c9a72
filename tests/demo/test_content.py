"""The sample community is read as data: whole, consistent, and free of what could harm."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import damayan
from damayan.stories.vocabulary import Feeling, Helped, Kind, Language, Topic, Word

HOUSE = Path(damayan.__file__).parent
GROUPS_FOLDER = HOUSE / "demo" / "content" / "groups"
MINUTES_A_DAY = 1440
EARLIEST_DAY = 120

Entry = dict[str, Any]

GROUPS: list[Entry] = [
    json.loads(path.read_text("utf-8")) for path in sorted(GROUPS_FOLDER.glob("*.json"))
]
STORIES: list[tuple[Entry, Entry]] = [(g, s) for g in GROUPS for s in g["stories"]]
REPLIES: list[tuple[Entry, Entry, Entry]] = [(g, s, r) for g, s in STORIES for r in s["replies"]]

GROUP_KEYS = {
    "slug",
    "access",
    "languages",
    "name",
    "about",
    "rules",
    "personas",
    "stories",
}
STORY_KEYS = {
    "id",
    "persona",
    "kind",
    "title",
    "language",
    "happened",
    "felt",
    "need",
    "feelings",
    "content_notes",
    "helped",
    "reactions",
    "replies_closed",
    "first_here",
    "replies",
}
REPLY_KEYS = {"id", "persona", "after_minutes", "words", "to", "reactions", "helpful"}

FORBIDDEN = {
    "e-mail address": r"[\w.+-]+@[\w-]+\.\w+",
    "web address": r"https?://|www\.|\b[\w-]+\.(?:com|org|net|ph|gov)\b",
    "telephone number": r"\+?\d(?:[\s().-]?\d){5,}",
    "dose": r"\b\d+(?:\.\d+)?\s?(?:mg|mcg|ml|milligrams?|tablets?|capsules?|tableta|patak)\b",
    "markup": r"<[a-z/!]|\]\(",
}


def load(*parts: str) -> Any:
    return json.loads(HOUSE.joinpath(*parts).read_text("utf-8"))


def named(group: Entry, *items: Entry) -> str:
    return "/".join([group["slug"], *(item["id"] for item in items)])


def texts(value: Any) -> Iterator[str]:
    """Every string inside a nested structure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def least_age(story: Entry) -> int:
    """Minutes that a story is at least old, whatever the hour at which it is loaded."""
    if "minutes_ago" in story:
        return int(story["minutes_ago"])
    hour, minute = map(int, story["at"].split(":"))
    return int(story["days_ago"]) * MINUTES_A_DAY - hour * 60 - minute


def all_hold(cases: list[Any], holds: Callable[..., bool]) -> list[str]:
    """The names of the cases that fail, so that a failure says which words to mend."""
    return [named(*case) for case in cases if not holds(*case)]


def test_a_visitor_finds_enough_to_read():
    assert len(GROUPS) >= 14
    assert len(STORIES) >= 96
    assert len(REPLIES) >= 340


def test_a_visitor_finds_her_own_language():
    told = Counter(story["language"] for _, story in STORIES)
    assert set(told) == set(Language.values)
    assert min(told.values()) >= 5


def test_some_stories_still_wait_for_an_answer():
    waiting = [story for _, story in STORIES if not story["replies"]]
    assert 0.08 <= len(waiting) / len(STORIES) <= 0.18
    recent = [story for story in waiting if least_age(story) < MINUTES_A_DAY]
    assert len(recent) >= len(waiting) * 0.8


def test_one_story_has_a_long_thread_and_some_authors_closed_theirs():
    assert max(len(story["replies"]) for _, story in STORIES) == 24
    assert sum(story["replies_closed"] for _, story in STORIES) >= 2
    assert sum(reply["helpful"] for _, _, reply in REPLIES) >= 10


def test_most_answered_authors_hear_from_two_different_people():
    answered = [
        {r["persona"] for r in story["replies"]} - {story["persona"]}
        for _, story in STORIES
        if story["replies"]
    ]
    assert all(answered)
    assert sum(len(people) >= 2 for people in answered) / len(answered) >= 0.8


def test_one_group_is_for_members_one_by_invitation_and_the_rest_are_open():
    access = Counter(group["access"] for group in GROUPS)
    assert access == {"open": len(GROUPS) - 2, "members": 1, "invitation": 1}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["slug"])
def test_a_group_introduces_itself_in_both_languages(group: Entry):
    assert set(group) == GROUP_KEYS
    assert (GROUPS_FOLDER / f"{group['slug']}.json").exists()
    for field in ("name", "about", "rules"):
        assert set(group[field]) == {"en", "fil"}
        assert all(group[field].values())
    assert 3 <= len(group["rules"]["en"]) == len(group["rules"]["fil"]) <= 5
    assert set(group["languages"]) <= {"en", "fil", "ceb"}


def test_a_story_has_every_field_and_only_known_words():
    def holds(_group: Entry, story: Entry) -> bool:
        when = {"minutes_ago"} if "minutes_ago" in story else {"days_ago", "at"}
        return (
            set(story) == STORY_KEYS | when
            and bool(story["happened"].strip())
            and 0 < len(story["title"]) <= 90
            and story["kind"] in Kind.values
            and story["language"] in Language.values
            and set(story["feelings"]) <= set(Feeling.values)
            and set(story["content_notes"]) <= set(Topic.values)
            and set(story["helped"]) <= set(Helped.values)
        )

    assert all_hold(STORIES, holds) == []


def test_a_reply_has_every_field_and_some_words():
    def holds(_group: Entry, _story: Entry, reply: Entry) -> bool:
        return set(reply) == REPLY_KEYS and bool(reply["words"].strip())

    assert all_hold(REPLIES, holds) == []


def test_every_hand_that_wrote_or_reacted_belongs_to_the_group():
    def reactors_belong(group: Entry, item: Entry) -> bool:
        known = {persona["id"] for persona in group["personas"]}
        reactors = [one for who in item["reactions"].values() for one in who]
        return (
            item["persona"] in known
            and set(reactors) <= known - {item["persona"]}
            and set(item["reactions"]) == set(Word.values)
            and all(len(who) == len(set(who)) for who in item["reactions"].values())
        )

    assert all_hold(STORIES, reactors_belong) == []
    assert all_hold(REPLIES, lambda group, _story, reply: reactors_belong(group, reply)) == []


def test_an_answer_to_an_answer_comes_after_it_and_goes_no_deeper():
    def holds(_group: Entry, story: Entry, reply: Entry) -> bool:
        if reply["to"] is None:
            return True
        parents = [r for r in story["replies"] if r["id"] == reply["to"]]
        return (
            len(parents) == 1
            and parents[0]["to"] is None
            and reply["after_minutes"] > parents[0]["after_minutes"]
        )

    assert all_hold(REPLIES, holds) == []


def test_no_id_is_given_twice():
    for group in GROUPS:
        for items in (
            group["personas"],
            group["stories"],
            *(s["replies"] for s in group["stories"]),
        ):
            ids = [item["id"] for item in items]
            assert len(ids) == len(set(ids)), group["slug"]
    slugs = [group["slug"] for group in GROUPS]
    assert len(slugs) == len(set(slugs))


def test_nobody_answers_before_asked_or_in_the_future():
    def holds(_group: Entry, story: Entry, reply: Entry) -> bool:
        return 0 < reply["after_minutes"] < least_age(story)

    assert all_hold(REPLIES, holds) == []
    ages = [least_age(story) for _, story in STORIES]
    assert min(ages) > 0
    assert max(ages) <= EARLIEST_DAY * MINUTES_A_DAY


def test_only_the_first_story_of_a_persona_says_so():
    for group in GROUPS:
        told: set[str] = set()
        for story in sorted(group["stories"], key=least_age, reverse=True):
            assert story["first_here"] == (story["persona"] not in told), named(group, story)
            told.add(story["persona"])


def test_no_two_personas_share_a_name_and_the_product_could_have_given_each():
    given = [persona["name"] for group in GROUPS for persona in group["personas"]]
    assert len(given) == len(set(given))
    lists = load("groups", "data", "names.json").values()
    for name in given:
        first, second = name.split()
        assert any(first in words["first"] and second in words["second"] for words in lists), name


def test_every_persona_with_a_part_has_one_that_exists():
    roles = {persona["role"] for group in GROUPS for persona in group["personas"]}
    assert roles == {None, "supporter", "professional", "guide"}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_nothing_leads_out_or_tells_how_much(kind: str):
    found = [
        (group["slug"], text)
        for group in GROUPS
        for text in texts(group)
        if re.search(FORBIDDEN[kind], text, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("e-mail address", "write to narra@example.org"),
        ("web address", "see www.example.org"),
        ("telephone number", "text 0900 000 0000"),
        ("dose", "I take 50 mg"),
        ("markup", "<b>hello</b>"),
    ],
)
def test_the_search_for_what_leads_out_would_find_it(kind: str, text: str):
    assert re.search(FORBIDDEN[kind], text, re.IGNORECASE)


def test_stories_about_not_wanting_to_live_are_noted_and_answered_by_two():
    grave = [story for _, story in STORIES if "suicide" in story["content_notes"]]
    assert grave
    for story in grave:
        assert len({r["persona"] for r in story["replies"]} - {story["persona"]}) >= 2
        assert min(r["after_minutes"] for r in story["replies"]) <= 60


def test_a_newcomer_is_offered_thousands_of_kind_names():
    names = load("groups", "data", "names.json")
    for language, least in {"en": 60, "fil": 60, "ceb": 50}.items():
        for place in ("first", "second"):
            words = names[language][place]
            assert len(words) == len(set(words)) >= least
            assert all(word.isascii() and word.isalpha() and word.istitle() for word in words)


@pytest.mark.parametrize(("language", "least"), [("en", 1296), ("fil", 1024)])
def test_passphrase_words_are_many_and_hard_to_mistake(language: str, least: int):
    words = load("people", "data", "passphrase_words.json")[language]
    assert len(words) == len(set(words)) >= least
    assert all(re.fullmatch(r"[a-z]{3,10}", word) for word in words)
    assert one_letter_apart(words) == []


def one_letter_apart(words: list[str]) -> list[tuple[str, str]]:
    """Pairs that differ by one changed, added or missing letter."""
    known = set(words)
    by_gap: dict[str, str] = {}
    pairs = []
    for word in words:
        for place in range(len(word)):
            before, after = word[:place], word[place + 1 :]
            if before + after in known:
                pairs.append((before + after, word))
            other = by_gap.setdefault(f"{before}?{after}", word)
            if other != word:
                pairs.append((other, word))
    return pairs


@pytest.mark.parametrize("other", ["lamb", "clamp", "lump"])
def test_words_one_letter_apart_would_be_found(other: str):
    assert one_letter_apart(sorted(["lamp", other, "river"]))


def test_a_helpline_that_nobody_has_called_claims_no_check():
    for line in load("safety", "data", "helplines.json"):
        assert line["verified_on"] is None
        assert line["verified_by"] is None
        assert line["source"] == "design notes"
        assert line["number"]
        assert line["kind"] in {"crisis", "emergency"}
