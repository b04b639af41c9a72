"""Screening says which language it heard, and when it knows none."""

import pytest

from damayan.safety.screening import screen


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I feel so tired of everything lately", "en"),
        ("Pagod na pagod na ako sa lahat ng nangyayari", "fil"),
        ("I feel so pagod na talaga, sana okay lang ako", "taglish"),
        ("Kapoy na kaayo ko ug wala koy kaistorya", "ceb"),
    ],
)
def test_it_tells_our_languages_apart(text, language):
    found = screen(text)
    assert (found.language, found.covered) == (language, True)


@pytest.mark.parametrize(
    "text",
    [
        "Quiero morir, ya no puedo más con esta vida",
        "Ich möchte nicht mehr leben und bin sehr müde",
        "Saya tidak ingin hidup lagi",
        "我不想活了",
        "Diak kayat ti agbiagen, nasakit unay",
        "死にたい",
    ],
)
def test_a_language_that_nobody_taught_it_is_never_called_safe(text):
    found = screen(text)
    assert (found.language, found.covered) == ("other", False)
    assert found.score >= 0.5


def test_the_authors_word_decides_what_short_words_leave_open():
    assert screen("oo", language="ceb").language == "ceb"


@pytest.mark.parametrize(
    "text", ["", " ", "😭😭😭", "12345", "\x00", "a" * 50_000, "(" * 3000, "@" * 3000]
)
def test_nothing_that_can_be_typed_breaks_it(text):
    assert screen(text).level == "none"
