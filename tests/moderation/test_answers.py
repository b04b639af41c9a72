"""Ready-made answers: the same in every language, short, and without numbers that grow old."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from damayan.moderation.answers import FOLDER, LANGUAGES, answers_in, ready_for, ready_words, spoken
from damayan.moderation.views.ways import ANSWER, WAYS
from damayan.safety.first_helplines import rows

LONGEST = 900
DEEDS = {way.deed.value for way in (*WAYS, ANSWER)}
# Who decides or speaks to somebody is offered words for it.
WITH_WORDS = {
    "write",
    "nudge",
    "send_card",
    "ask_edit",
    "answer",
    "hide",
    "restore",
    "decline",
    "add_topics",
    "close_answers",
    "open_answers",
    "pause",
    "resume",
    "refer",
}


def test_every_file_is_a_language_that_is_offered():
    assert {one.stem for one in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_answer_for_the_same_deeds(language):
    english = {one.key: list(one.uses) for one in answers_in("en")}
    here = {one.key: list(one.uses) for one in answers_in(language)}
    assert here == english
    assert len(answers_in(language)) == len(here), "a key stands twice"
    assert set().union(*here.values()) == WITH_WORDS
    assert set().union(*here.values()) <= DEEDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_short_and_name_no_line(language):
    names = [name for row in rows() for name in (row["number"], *row["name"].values())]
    for one in answers_in(language):
        assert 40 <= len(one.words) <= LONGEST, one.key
        assert len(one.situation) <= 60, one.key
        assert not re.search(r"\d{3}", one.words), one.key
        assert not any(name in one.words for name in names), one.key
        assert "!" not in one.words, one.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_they_call_the_way_to_help_stands_on_the_page(language):
    shown = language if language in {"en", "fil"} else "fil"
    with translation.override(shown):
        help_now = gettext("Help now")
    for one in answers_in(language):
        quoted = re.search(r"[“(]([^”)]*(?:elp now|ulong ngayon)[^”)]*)", one.words)
        assert quoted is None or help_now in one.words, one.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_names_who_and_when_or_says_honestly_that_there_was_none(language):
    for one in answers_in(language):
        assert bool(one.reviewed_by) == bool(one.reviewed_on), one.key
        assert one.reviewed_on == "" or re.fullmatch(r"\d{4}-\d\d-\d\d", one.reviewed_on)


@pytest.mark.parametrize(
    ("asked", "given"), [("taglish", "fil"), ("", "en"), ("xx", "en"), ("ceb", "ceb")]
)
def test_the_nearest_language_is_taken(asked, given):
    assert spoken(asked) == given


def test_an_answer_is_offered_only_where_it_fits():
    assert ready_words("write", "en", "heard").startswith("I read your words")
    assert ready_words("hide", "en", "heard") == ""
    assert ready_words("write", "en", "nothing") == ""
    assert ready_for("note", "en") == []
