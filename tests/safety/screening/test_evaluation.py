"""The figures are right, also for few texts, and every miss is shown."""

import argparse
import json

import pytest

from damayan.cli import safety
from damayan.safety.screening.engine import default
from damayan.safety.screening.evaluation import (
    Judged,
    Labelled,
    as_text,
    differences,
    judge,
    measure,
    read_cases,
    report,
    wilson,
)

ROWS = [
    "level\tlanguage\ttext\n",
    "urgent\ten\tI want to kill myself tonight\tsuicide_self_harm\n",
    '{"level": "none", "language": "fil", "text": "Kumain na kami ng hapunan"}\n',
    "urgent\tceb\tNindot kaayo ang adlaw\n",
]


def test_wilsons_interval_is_the_published_one():
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(10, 10)[1] == pytest.approx(1.0)


def test_figures_and_misses():
    figures = report(judge(read_cases(ROWS), default()), "v")
    assert figures["all"]["levels"]["urgent"]["recall"]["hits"] == 1
    assert figures["all"]["confusion"]["urgent"] == {"none": 1, "concern": 0, "urgent": 1}
    assert figures["languages"]["ceb"]["distress_recall"]["share"] == 0
    assert figures["kinds"]["suicide_self_harm"]["recall"]["share"] == 1
    assert [miss["text"] for miss in figures["misses"]] == ["Nindot kaayo ang adlaw"]
    assert "Nindot kaayo ang adlaw" in as_text(figures)


def test_false_alarms_on_ordinary_texts_are_counted():
    calm, alarmed = Labelled("none", "en", "a"), Labelled("none", "en", "b")
    figures = measure([Judged(calm, "none", (), ()), Judged(alarmed, "urgent", (), ())])
    assert figures["everyday_urgent"]["share"] == figures["everyday_flagged"]["share"] == 0.5
    assert figures["levels"]["urgent"]["precision"]["share"] == 0


@pytest.mark.parametrize("line", ["dire\ten\ttext", "urgent\ten", "{bad", '{"level": "none"}'])
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(ValueError, match="Line 2"):
        list(read_cases(["none\ten\tok\n", line]))


def test_what_two_versions_say_differently_is_listed_with_who_was_right():
    case = Labelled("urgent", "en", "x")
    changed = differences([Judged(case, "none", (), ())], [Judged(case, "urgent", (), ())])
    assert [one["right"] for one in changed] == ["after"]


def run(*words):
    parser = argparse.ArgumentParser()
    safety.add(parser)
    return safety.run(parser.parse_args(words))


def test_the_command_prints_figures_as_json(tmp_path, capsys):
    path = tmp_path / "cases.tsv"
    path.write_text("".join(ROWS), "utf-8")
    assert run("evaluate", str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["all"]["texts"] == 3


def test_a_version_compared_with_itself_differs_nowhere(tmp_path, capsys):
    path = tmp_path / "cases.tsv"
    path.write_text("".join(ROWS), "utf-8")
    assert run("compare", "shipped", "shipped", str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["changed"] == []


def test_a_file_that_is_not_there_is_said_and_not_thrown(capsys):
    assert run("evaluate", "nowhere.tsv") == 2
    assert "nowhere.tsv" in capsys.readouterr().err
