"""Who is offered whom."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from damayan.support.routing import Need, Supporter, Why, assign
from damayan.support.routing.scoring import may_be_offered, urgency, worth
from tests.support.routing.shapes import keys, need, supporter

NOW = 100.0


def offered(needs: list[Need], *supporters: Supporter, **more: int) -> dict[int, list[int]]:
    return {key: keys(found) for key, found in assign(needs, supporters, NOW, **more).items()}


def test_somebody_in_pain_comes_before_somebody_who_waits_longer():
    needs = [need(1, since=0.0), need(2, Why.PAIN, since=90.0, risk=0.9, target=15.0)]
    assert offered(needs, supporter(7)) == {7: [2, 1]}


def test_what_nobody_answered_all_day_comes_before_fresh_pain():
    day_old = need(1, since=NOW - 24 * 60, target=720.0)
    pain = need(2, Why.PAIN, since=NOW - 5, risk=0.9, target=15.0)
    assert offered([pain, day_old], supporter(7)) == {7: [1, 2]}


def test_two_supporters_are_not_sent_to_the_same_story_first():
    found = assign([need(1), need(2)], [supporter(7), supporter(8)], NOW, slots=1)
    assert sorted(keys(found[7]) + keys(found[8])) == [1, 2]


def test_somebody_in_pain_may_be_offered_to_two_at_once():
    found = assign([need(1, Why.PAIN, places=2)], [supporter(7), supporter(8)], NOW, slots=1)
    assert keys(found[7]) == keys(found[8]) == [1]


def test_who_told_of_something_alike_is_asked_first():
    loss = need(1, topics=frozenset({"death", "sad"}))
    alike = supporter(8, lived=frozenset({"death"}))
    found = assign([loss, need(2)], [supporter(7), alike], NOW, slots=1)
    assert keys(found[8]) == [1]
    assert found[8][0].shared
    assert keys(found[7]) == [2]


def test_who_has_given_less_today_is_asked_first():
    needs = [need(1), need(2, since=90.0)]
    found = assign(needs, [supporter(7, answers=4), supporter(8)], NOW, slots=1)
    assert keys(found[8]) == [1]
    assert keys(found[7]) == [2]


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ({"avoids": frozenset({"death"})}, {"topics": frozenset({"death"})}),
        ({"languages": frozenset({"fil"})}, {"language": "en"}),
        ({"groups": frozenset({2})}, {"group": 1}),
        ({"never": frozenset({1})}, {}),
        ({"minutes": 4.0}, {}),
        ({"answers": 6, "cap": 6}, {}),
        ({"painful_run": 3}, {"is_painful": True}),
        ({}, {"places": 0}),
    ],
)
def test_nobody_is_offered_what_is_not_for_them(words, about):
    assert offered([need(1, **about)], supporter(7, **words)) in ({7: []}, {})
    free = {name: value for name, value in about.items() if name != "places"}
    assert offered([need(1, **{**free, "group": 1})], supporter(8)) == {8: [1]}


def test_after_a_painful_streak_lighter_ones_are_offered():
    needs = [need(1, Why.PAIN, is_painful=True), need(2)]
    assert offered(needs, supporter(7, painful_run=3)) == {7: [2]}


def test_what_was_declined_leaves_room_for_what_lies_far_below():
    needs = [need(key, since=float(key)) for key in range(60)]
    assert offered(needs, supporter(7, never=frozenset(range(57)))) == {7: [57, 58, 59]}


topics = st.frozensets(st.sampled_from("abcd"), max_size=3)
a_need = st.builds(
    need,
    st.integers(0, 30),
    st.sampled_from(Why),
    group=st.integers(1, 2),
    since=st.floats(0, NOW),
    risk=st.floats(0, 1),
    language=st.sampled_from(["", "en", "fil"]),
    topics=topics,
    places=st.integers(0, 2),
    is_painful=st.booleans(),
)
a_supporter = st.builds(
    supporter,
    st.integers(0, 20),
    groups=st.frozensets(st.integers(1, 2)),
    lived=topics,
    avoids=topics,
    minutes=st.floats(0, 60),
    answers=st.integers(0, 6),
    cap=st.integers(0, 6),
    painful_run=st.integers(0, 4),
    never=st.frozensets(st.integers(0, 30), max_size=3),
)


def unique(of):
    return st.lists(of, max_size=12, unique_by=lambda one: one.key)


@settings(max_examples=150, deadline=None)
@given(unique(a_need), unique(a_supporter))
def test_every_round_keeps_its_promises(needs, supporters):
    found = assign(needs, supporters, NOW)
    by_key = {one.key: one for one in supporters}
    for key, suggestions in found.items():
        one = by_key[key]
        assert one.answers < one.cap
        assert len(suggestions) <= 3
        assert len(set(keys(suggestions))) == len(suggestions)
        assert all(may_be_offered(suggestion.need, one) for suggestion in suggestions)
    shown = [key for suggestions in found.values() for key in keys(suggestions)]
    assert all(shown.count(one.key) <= (one.places + 1 if one.places else 0) for one in needs)


@settings(max_examples=100, deadline=None)
@given(unique(a_need), unique(a_supporter))
def test_nobody_stays_without_when_there_is_somebody_for_them(needs, supporters):
    found = assign(needs, supporters, NOW)
    for one in supporters:
        if found.get(one.key) == []:
            shown = [key for some in found.values() for key in keys(some)]
            free = [n for n in needs if n.places and shown.count(n.key) < n.places]
            assert not any(may_be_offered(other, one) for other in free)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(a_need, min_size=4, max_size=4, unique_by=lambda one: one.key),
    st.lists(a_supporter, min_size=4, max_size=4, unique_by=lambda one: one.key),
)
def test_a_round_is_worth_at_least_half_of_the_best_possible(needs, supporters):
    """The bound of greedy matching, against every matching there is."""
    able = [one for one in supporters if one.answers < one.cap and one.minutes >= 5]
    value = {
        (n.key, s.key): max(0.0, worth(n, s, urgency(n, NOW))[0])
        for n in needs
        for s in able
        if n.places and may_be_offered(n, s)
    }
    best = max(
        sum(value.get((n.key, s.key), 0.0) for n, s in zip(order, able, strict=False))
        for order in permutations(needs)
    )
    found = assign([*needs], able, NOW, slots=1)
    got = sum(max(0.0, some[0].score) for some in found.values() if some)
    assert got >= best / 2 - 1e-9
