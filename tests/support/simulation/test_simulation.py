"""The simulated community: the same luck for all, honest minutes, and the bars it must meet."""

import json
import math
from dataclasses import replace

import pytest

from damayan.cli import main
from damayan.support.routing.evenness import gini
from damayan.support.simulation.assumptions import PAINFUL, STORIES, Assumptions
from damayan.support.simulation.chance import Chance
from damayan.support.simulation.measures import interval
from damayan.support.simulation.reporting import Report, report
from damayan.support.simulation.world import hour, make

SMALL = Assumptions(members=2000)


@pytest.fixture(scope="module")
def bar() -> Report:
    """The issue's own community: 10,000 members, 2 % supporters of 20 minutes."""
    return report(Assumptions(), seeds=range(1, 6), days=1)


def middle(found: Report, way: str, name: str) -> float:
    return interval([getattr(one, name) for one in found.ways[way]]).middle


def test_at_most_two_in_a_hundred_wait_a_day_and_no_newcomer(bar):
    assert middle(bar, "routed", "unanswered") <= 0.02
    assert all(one.newcomers_unanswered == 0 for one in bar.ways["routed"])


def test_the_riskiest_fifth_hears_somebody_at_least_26_minutes_sooner(bar):
    assert interval(bar.shorter()).middle >= 26


def test_load_is_shared_more_evenly_with_no_more_minutes_than_the_feed_takes(bar):
    assert middle(bar, "routed", "gini") < middle(bar, "newest first", "gini")
    assert middle(bar, "routed", "minutes_spent") <= middle(bar, "newest first", "minutes_spent")


def test_distress_hears_two_people(bar):
    assert middle(bar, "routed", "two_for_distress") >= 0.8


def test_with_too_few_supporters_it_breaks_and_says_so():
    found = report(replace(SMALL, supporters=0.005), seeds=[1, 2], days=1)
    assert middle(found, "routed", "unanswered") > 0.02


def test_every_way_meets_the_same_stories_and_is_offered_the_same_minutes(bar):
    for name in ("stories", "minutes_offered"):
        runs = {tuple(getattr(one, name) for one in runs) for runs in bar.ways.values()}
        assert len(runs) == 1


def test_the_same_seed_tells_the_same_and_another_something_else():
    one, again = (report(SMALL, seeds=[3], days=1).ways for _ in range(2))
    assert one == again
    assert report(SMALL, seeds=[4], days=1).ways != one


def test_nobody_gives_more_than_the_cap_when_routed():
    from damayan.support.simulation.run import Run
    from damayan.support.simulation.ways import routed

    given = replace(SMALL, supporters=0.005, cap=3)
    chance = Chance(1)
    state = Run(given, make(given, chance, 3), routed, chance).go()
    for worker in state.workers.values():
        times = [at for at, _painful in worker.answers]
        assert all(sum(at - 1440 < other <= at for other in times) <= 3 for at in times)


def test_luck_belongs_to_its_place():
    chance = Chance(1)
    assert chance.draw(1, 2) == Chance(1).draw(1, 2) != chance.draw(2, 1)
    draws = [chance.draw(7, n) for n in range(4000)]
    assert abs(sum(draws) / 4000 - 0.5) < 0.02
    counts = [chance.poisson(0.9, 8, n) for n in range(4000)]
    assert abs(sum(counts) / 4000 - 0.9) < 0.06


def test_painful_stories_are_told_at_night_and_others_in_the_evening():
    def share(curve, start, end):
        hours = [hour(curve, (n + 0.5) / 2000) for n in range(2000)]
        return sum(start <= one < end for one in hours) / 2000

    assert share(PAINFUL, 2, 5) > 1.5 * share(PAINFUL, 11, 14)
    assert share(STORIES, 20, 23) > 2 * share(STORIES, 2, 5)


@pytest.mark.parametrize(
    ("values", "expected"), [([1, 1, 1], 0.0), ([0, 0, 0, 1], 0.75), ([], 0.0), ([0, 0], 0.0)]
)
def test_gini_is_nothing_when_all_give_alike(values, expected):
    assert gini(values) == pytest.approx(expected)


def test_an_interval_holds_its_mean_and_says_when_there_is_none():
    found = interval([1.0, 2.0, 3.0])
    assert found.low < found.middle == 2.0 < found.high
    assert interval([1.0, math.inf, math.inf]).middle == math.inf


def test_the_command_prints_json_beside_the_pictures(tmp_path, capsys):
    words = ["simulate", "--members", "500", "--runs", "2", "--json", "--pictures", str(tmp_path)]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["ways"]) == {
        "newest first",
        "oldest unanswered first",
        "routed, nobody called",
        "routed",
    }
    assert {path.suffix for path in tmp_path.iterdir()} == {".svg", ".png"}


def test_the_command_refuses_an_assumption_that_is_none(capsys):
    assert main(["simulate", "--assume", "moon=1"]) != 0
    assert "docs/routing.md" in capsys.readouterr().err


def test_an_assumption_can_be_changed_by_its_name(capsys):
    words = ["simulate", "--members", "300", "--runs", "1", "--json", "--assume", "cap=3"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["assumptions"]["cap"] == 3
