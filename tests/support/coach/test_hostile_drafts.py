"""Whatever somebody pastes into the field: an answer, and quickly."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from damayan.support.coach import look
from damayan.support.coach.cues import DATA, Cues, shipped

HOSTILE = {
    "nothing": "",
    "spaces": " \n\t ",
    "controls": "\x00\x07\u202e\ufeff",
    "half a letter": "\ud800 kumusta ka?",
    "zalgo": "h\u0301\u0302\u0303" * 4000,
    "markup": "<script>alert(1)</script><b>" * 2000,
    "quotes": '"' * 50_000,
    "question marks": "?" * 50_000,
    "one word": "a" * 200_000,
    "hyphens": "a-" * 50_000,
    "brackets": "<" * 50_000 + ">" * 50_000,
    "addresses": "http://" + "x" * 50_000,
    "you": "you " * 20_000,
    "particles": "na pa ba po lang " * 5_000,
    "emoji": "🙃❤️" * 20_000,
    "lines": "\n" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_breaks_the_coach_or_keeps_it_long(name):
    text = HOSTILE[name]
    look(story=text, reply=text)
    begun = time.process_time()
    found = look(story=text, reply=text)
    assert time.process_time() - begun < 0.2
    for chance in (found.judged.explores, found.judged.feeling, found.judged.understanding):
        assert 0 <= chance <= 1
    assert found.suggestion.advice


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_get_one_suggestion_and_the_same_one_again(story, reply):
    assert look(story=story, reply=reply) == look(story=story, reply=reply)


def test_a_usual_draft_takes_far_less_than_ten_milliseconds():
    draft = "Ang hirap niyan. I went through this too. What helped you so far? Kumusta ka? " * 8
    look(story=draft, reply=draft)
    begun = time.process_time()
    for _ in range(10):
        look(story=draft, reply=draft)
    assert (time.process_time() - begun) / 10 < 0.02


def test_the_end_of_a_very_long_draft_is_read_too():
    assert (
        "stop_medication"
        in look(story="", reply="I hear you. " * 3000 + "Stop taking your meds.").judged.unsafe
    )


def test_every_pattern_of_every_language_can_be_read():
    for cues in (shipped(), Cues([DATA / "about.txt"])):
        for patterns in cues._by_word.values():
            for pattern in patterns:
                assert pattern.regex.pattern


def test_a_line_that_cannot_be_read_is_named(tmp_path):
    file = tmp_path / "cues.txt"
    file.write_text("[ask.open]\nhello\nthere <nobody>\n")
    with pytest.raises(ValueError, match=r"cues\.txt:3"):
        Cues([file])
