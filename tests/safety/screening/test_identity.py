"""The identity guard marks what would give a member away, and leaves the rest alone."""

import pytest

from damayan.safety.screening import find_identifying, mask
from tests.safety.screening.cases import DATA

ROWS = [
    line.split("\t")
    for line in (DATA / "identity.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("detail", "text", "words"), [row for row in ROWS if row[0] != "clean"])
def test_what_would_give_somebody_away_is_marked(detail, text, words):
    marked = [(span.detail, text[span.start : span.end]) for span in find_identifying(text)]
    assert (detail, words) in marked


@pytest.mark.parametrize("text", [row[1] for row in ROWS if row[0] == "clean"])
def test_words_that_give_nobody_away_are_left_alone(text):
    assert find_identifying(text) == []


def test_masking_keeps_everything_else():
    text = "I'm Maria, text me at 0917 123 4567 or maria@example.com, please"
    assert (
        mask(text, find_identifying(text)) == "I'm [name], text me at [phone] or [e-mail], please"
    )


def test_masks_may_be_given_in_another_language():
    text = "Tawagan mo ako sa 0917 123 4567"
    assert mask(text, find_identifying(text), {"phone": "[numero]"}).endswith("[numero]")


@pytest.mark.parametrize(
    "number", ["1553", "911", "0917-899-8727", "1800-1888-1553", "0966-351-4518"]
)
def test_helplines_are_nobodys_secret(number):
    assert find_identifying(f"Please call {number} tonight") == []
