"""A coordinator's word list meets what people type, and nothing that only looks like it."""

import time

import pytest

from damayan.safety.screening import words_found

LIST = ("tanga", "bobo", "putang*", "send pics", "Kuya Boy", "pag-ibig", "god", "scammer")


def met(text, words=LIST):
    return [(text[span.start : span.end], span.rule) for span in words_found(text, words)]


@pytest.mark.parametrize(
    ("text", "typed", "entry"),
    [
        ("Ang TANGA mo", "TANGA", "tanga"),
        ("ang tangaaaa naman", "tangaaaa", "tanga"),
        ("taanga ka ba", "taanga", "tanga"),
        ("b0b0 ka", "b0b0", "bobo"),
        ("bo*o ka", "bo*o", "bobo"),
        ("b o b o talaga", "b o b o", "bobo"),
        ("b.o.b.o talaga", "b.o.b.o", "bobo"),
        ("bobo-bobo mo", "bobo", "bobo"),
        ("Bóbo!", "Bóbo", "bobo"),
        ("putangina", "putangina", "putang*"),
        ("PUTANGINANG buhay", "PUTANGINANG", "putang*"),
        ("please SEND   pics na", "SEND   pics", "send pics"),
        ("si kuya boy ulit", "kuya boy", "Kuya Boy"),
        ("walang pagibig", "pagibig", "pag-ibig"),
        ("tunay na Pag-Ibig", "Pag-Ibig", "pag-ibig"),
        ("isa siyang scmmr", "scmmr", "scammer"),
    ],
)
def test_words_are_met_as_people_type_them(text, typed, entry):
    assert (typed, entry) in met(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nagtanggal siya ng sapatos",
        "Good morning, goodness",
        "send me the pics",
        "I will send. Pics are nice",
        "boboto ako bukas",
        "ang tangan niyang bag",
        "kuya, boyfriend ko po siya",
        "",
    ],
)
def test_parts_of_words_and_scattered_words_are_not_met(text):
    assert met(text) == []


def test_the_longest_entry_wins_and_none_overlap():
    assert met("kill my lights", ("kill", "kill my lights")) == [
        ("kill my lights", "kill my lights")
    ]


@pytest.mark.parametrize("words", [(), ("", " ", "*", "...")])
def test_an_empty_list_meets_nothing(words):
    assert met("tanga * ... bobo", words) == []


def test_a_hundred_words_cost_half_a_millisecond():
    words = [f"salita{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(80)]
    words += [f"simula{chr(97 + n)}*" for n in range(20)]
    line = "Pagod na po ako sa trabaho, tapos umulan pa nang malakas kahapon ng hapon. "
    text = (line * 30)[:2000]
    words_found(text, words)
    spent = []
    for _ in range(30):
        start = time.process_time()
        words_found(text, words)
        spent.append(time.process_time() - start)
    assert sorted(spent)[15] < 0.0012
