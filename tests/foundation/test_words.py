import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damayan.foundation.words import cook, excerpt, plain, tidy

TAG = re.compile(r"<(/?)([a-zA-Z]+)([^>]*)>")
ALLOWED = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote"}


def test_a_member_may_emphasise_list_and_quote():
    html = cook(tidy("*soft* and **strong**\n\n- one\n- two\n\n> said"))
    assert "<em>soft</em>" in html
    assert "<strong>strong</strong>" in html
    assert html.count("<li>") == 2
    assert "<blockquote>" in html


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        "<a href='https://example.org'>x</a>",
        "<style>*{display:none}</style>",
        "# huge",
    ],
)
def test_nothing_that_runs_or_reaches_out_survives(words):
    for _close, tag, rest in TAG.findall(cook(tidy(words))):
        assert tag in ALLOWED
        assert not rest.strip(" /")


@given(st.text(max_size=400))
def test_whatever_is_written_only_the_small_subset_comes_out(words):
    for _close, tag, rest in TAG.findall(cook(tidy(words))):
        assert tag in ALLOWED
        assert not rest.strip(" /")


def test_invisible_tricks_are_taken_out():
    assert tidy("safe\u202egnihton\x00") == "safegnihton"


def test_an_excerpt_ends_at_a_word():
    cut = excerpt("*Four* months " * 40, 60)
    assert cut.endswith("…")
    assert len(cut) <= 61
    assert "*" not in cut
    assert plain("> quoted\n- item") == "quoted item"
