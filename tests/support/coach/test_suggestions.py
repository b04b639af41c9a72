import json

import pytest

from damayan.support.coach import UNSAFE, look
from damayan.support.coach.cues import DATA, Cues
from damayan.support.coach.judging import HABITS
from damayan.support.coach.reading import read
from damayan.support.coach.suggesting import LANGUAGES, sayings

SITUATIONS = {"empty", "ask", "feeling", "understanding", "advice_first", "ready", *UNSAFE, *HABITS}


def situation(reply: str, story: str = "My mother died in May.") -> str:
    return look(story=story, reply=reply).suggestion.situation


def test_one_thing_at_a_time_danger_first_then_listening_then_what_is_missing():
    assert situation("") == "empty"
    assert situation("You should walk. Stop taking your meds.") == "stop_medication"
    assert situation("You should walk every day.") == "advice_first"
    assert situation("I am sorry. Other people have it worse, you know.") == "compare"
    assert situation("I am so sorry. I lost mine too.") == "ask"
    assert situation("What was the funeral like?") == "feeling"
    assert situation("I am so sorry. What was she like?") == "ready"


def test_feelings_are_given_as_hints_only():
    assert look(story="", reply="What happened?").suggestion.is_hint
    assert not look(story="", reply="Thank you.").suggestion.is_hint


def test_the_example_fits_the_story_and_stays_the_same_for_it():
    first = look(story="My mother died in May.", reply="Thank you.").suggestion
    assert first.example in sayings("en")["ask"]["examples"]["loss"]
    assert look(story="My mother died in May.", reply="Noted.").suggestion.example == first.example
    kausap = look(story="Hindi ako makatulog gabi-gabi.", reply="Salamat sa kuwento mo.").suggestion
    assert kausap.example in sayings("fil")["ask"]["examples"]["night"]


def test_the_example_is_in_the_drafts_language_and_the_advice_in_the_readers():
    found = look(story="", reply="Nabasa ko ang kuwento mo.", speaks="en").suggestion
    assert found.advice == sayings("en")["ask"]["try"]
    assert found.example in sayings("fil")["ask"]["examples"]["any"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_has_its_words_and_no_other_has(language):
    assert set(sayings(language)) == SITUATIONS
    for name, words in sayings(language).items():
        assert words["try"]
        assert name == "ready" or words["examples"]["any"]


def test_both_languages_know_the_same_topics():
    names = {cue.name for language in LANGUAGES for cue in _topics(language)}
    for language in LANGUAGES:
        for words in sayings(language).values():
            assert set(words["examples"]) - {"any"} <= names | _named()
    assert {key: set(v["examples"]) for key, v in sayings("en").items()} == {
        key: set(v["examples"]) for key, v in sayings("fil").items()
    }


def _named() -> set[str]:
    lines = (DATA / "about.txt").read_text("utf-8").splitlines()
    return {line.strip("[]") for line in lines if line.startswith("[")}


def _topics(language: str):
    text = json.dumps(sayings(language), ensure_ascii=False)
    return Cues([DATA / "about.txt"]).find(read(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_of_ours_would_be_called_harmful_by_ourselves(language):
    for name, words in sayings(language).items():
        for examples in words["examples"].values():
            for example in examples:
                assert not look(story="", reply=example).judged.unsafe, (name, example)
                assert "!" not in example


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_a_question_is_seen_as_one(language):
    for examples in sayings(language)["ask"]["examples"].values():
        for example in examples:
            assert look(story="", reply=example).judged.explores > 0.5, example
