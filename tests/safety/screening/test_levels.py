"""Whom screening calls a guide for, and whom it leaves in peace, measured by language."""

import pytest

from damayan.safety.screening.evaluation import measure
from tests.safety.screening.cases import LANGUAGES, in_language

URGENT_FLOOR = {"en": 0.95, "fil": 0.95, "taglish": 0.95, "ceb": 0.85}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_is_called_for_those_in_danger(language):
    figures = measure(in_language("development", language))
    assert figures["levels"]["urgent"]["recall"]["share"] >= URGENT_FLOOR[language]
    assert figures["distress_recall"]["share"] >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_day_alarms_nobody(language):
    figures = measure(in_language("development", language))
    assert figures["everyday_urgent"]["share"] <= 0.03
    assert figures["everyday_flagged"]["share"] <= 0.08


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_no_rule_was_written_for_are_understood_too(language):
    figures = measure(in_language("held_out", language))
    assert figures["levels"]["urgent"]["recall"]["share"] >= 0.85
    assert figures["distress_recall"]["share"] >= 0.8
    assert figures["everyday_urgent"]["share"] <= 0.07
    assert figures["everyday_flagged"]["share"] <= 0.1
