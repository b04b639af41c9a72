"""Everyday comments and helpers' answers, from corpora that are not part of the project."""

import json
from pathlib import Path

import pytest

from damayan.safety.screening import screen

CORPORA = Path(__file__).resolve().parents[3].parent / "shared" / "data"


def flagged(name, every):
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"the corpus {name} is not here; model/measured.json has its figures")
    lines = path.read_text("utf-8").splitlines()[::every]
    levels = [screen(json.loads(line)["text"]).level for line in lines]
    return sum(level != "none" for level in levels) / len(levels)


def test_everyday_comments_are_left_alone():
    assert flagged("goemotions_sample.jsonl", 5) <= 0.02


def test_the_answers_of_helpers_are_left_alone():
    assert flagged("counsel_chat_answers.jsonl", 1) <= 0.05
