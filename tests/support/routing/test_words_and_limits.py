"""Reasons, targets, rests and whom to call."""

import pytest

from damayan.support.routing import Suggestion, Why
from damayan.support.routing.calling import is_worth_a_call, whom_to_call
from damayan.support.routing.explanation import sentence, waited
from damayan.support.routing.limits import painful_run
from damayan.support.routing.targets import is_staffed, target
from tests.support.routing.shapes import need, supporter


@pytest.mark.parametrize("why", Why)
@pytest.mark.parametrize("shared", [True, False])
def test_every_suggestion_says_in_one_sentence_why_it_is_there(why, shared):
    words = sentence(Suggestion(need(1, why), 1.0, shared), 45.0)
    assert words.endswith(".")
    assert words.count(".") == 1
    assert ("you have told of something like it" in words) is shared


def test_the_reason_never_names_what_is_shared():
    told = need(1, Why.PAIN, topics=frozenset({"suicide", "ashamed"}))
    words = sentence(Suggestion(told, 1.0, True), 45.0)
    assert "suicide" not in words
    assert "ashamed" not in words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.5, "a moment"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (3000, "2 days")],
)
def test_a_wait_is_said_in_its_largest_unit(minutes, words):
    assert waited(minutes) == words


def test_pain_is_promised_sooner_than_anything_and_minutes_only_while_somebody_is_on_duty():
    staffed = {why: target(why) for why in Why}
    assert min(staffed, key=staffed.__getitem__) is Why.PAIN
    assert target(Why.PAIN, is_urgent=True) < target(Why.PAIN) < target(Why.PAIN, is_staffed=False)


def test_a_shift_may_go_over_midnight():
    assert is_staffed(23.5, [(20, 4)])
    assert is_staffed(3.9, [(20, 4)])
    assert not is_staffed(4.0, [(20, 4)])
    assert not is_staffed(12.0, [])


def test_one_lighter_answer_ends_a_painful_streak():
    assert painful_run([True, True, False, True]) == 2
    assert painful_run([False, True]) == 0


def test_pain_is_worth_a_call_at_once_and_a_first_post_when_its_time_is_up():
    assert is_worth_a_call(need(1, Why.PAIN), 0.0)
    assert not is_worth_a_call(need(1, Why.PAIN, places=0), 0.0)
    first = need(1, Why.FIRST, target=60.0)
    assert not is_worth_a_call(first, 59.0)
    assert is_worth_a_call(first, 60.0)
    assert not is_worth_a_call(need(1), 10_000.0)


def test_the_best_fitting_and_least_loaded_are_called_first_and_only_a_few():
    told = need(1, Why.PAIN, topics=frozenset({"death"}))
    away = [
        supporter(1, answers=3),
        supporter(2, lived=frozenset({"death"})),
        supporter(3),
        supporter(4, avoids=frozenset({"death"})),
        supporter(5, answers=6),
        supporter(6),
        supporter(7, answers=5),
    ]
    assert [one.key for one in whom_to_call(told, away, 1.0)] == [2, 3, 6, 1]
