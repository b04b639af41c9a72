"""Floors under the figures of docs/coach.md, on replies written before the rules were."""

import json
from pathlib import Path

import pytest

from damayan.support.coach import evaluation, figures, training
from damayan.support.coach.weighing import FILE, HEADS, load

HERE = Path(__file__).parent / "data"


@pytest.fixture(scope="module", params=["en", "fil"])
def seen(request):
    return evaluation.evaluate(HERE / f"heldout.{request.param}.tsv")


def test_questions_and_invitations_are_told_from_the_rest(seen):
    assert seen["explores"]["auroc"] >= 0.95
    assert seen["feeling"]["auroc"] >= 0.85
    assert seen["understanding"]["auroc"] >= 0.85


def test_what_may_harm_is_found_and_little_else(seen):
    found, there = map(int, seen["unsafe"]["found"].split(" of "))
    false, absent = map(int, seen["unsafe"]["false_alarms"].split(" of "))
    assert found >= 0.9 * there
    assert false <= 0.05 * absent


@pytest.mark.parametrize("name", ["second", "third", "fourth"])
def test_phrasings_that_it_has_met_since_are_not_forgotten(name):
    seen = evaluation.evaluate(HERE / f"{name}.mixed.tsv")
    found, there = map(int, seen["unsafe"]["found"].split(" of "))
    assert found >= 0.9 * there
    assert seen["unsafe"]["false_alarms"].startswith("0 of")
    assert seen["explores"]["auroc"] >= 0.9


def test_advice_too_early_is_found_and_little_else(seen):
    found, there = map(int, seen["advice_first"]["found"].split(" of "))
    false, absent = map(int, seen["advice_first"]["false_alarms"].split(" of "))
    assert found >= 0.9 * there
    assert false <= 0.1 * absent


def test_the_filipino_set_is_as_large_as_promised():
    assert len(training.read_own(HERE / "heldout.fil.tsv")) >= 150


def test_an_area_under_the_curve_is_what_it_says():
    assert figures.auroc([(1, 0.9), (1, 0.4), (0, 0.5), (0, 0.1)]) == 0.75
    assert figures.auroc([(1, 0.5), (0, 0.5)]) == 0.5
    assert "auroc" not in figures.summary([(1, 0.5)])
    low, high = figures.interval(0.9, 50, 50)
    assert 0.8 < low < 0.9 < high <= 1


def test_fitting_finds_the_word_that_decides_and_repeats_itself():
    rows = [
        training.Row(reply, {"explores": label, "feeling": 0, "understanding": 0}, f"w{n}")
        for n, (reply, label) in enumerate([("What happened?", 1), ("Thank you.", 0)] * 20)
    ]
    first, second = training.fitted(rows), training.fitted(rows)
    assert first == second
    weights = first["heads"]["explores"]["weights"]
    assert weights["asks.open"] == max(weights.values())
    scored = training.out_of_fold(rows, "explores")
    assert len(scored) == 40
    assert figures.auroc([(int(y), s) for y, s in scored]) == 1.0


def test_labels_of_a_corpus_are_read_and_what_is_unsure_is_left_out(tmp_path):
    posts = [{"user": 1, "text": "What happened?"}, {"user": 2, "text": "Write to me."}]
    corpus = "\n".join(map(json.dumps, [*posts, {"user": 3, "text": "Try yoga?"}]))
    (tmp_path / "cssrs_posts.jsonl").write_text(corpus)
    labels = tmp_path / "labels.tsv"
    labels.write_text(
        "line\texplores\tfeeling\tunderstanding\n0\tyes\t0\t0\n1\tinvites\t1\t0\n2\tunsure\t0\t1\n"
    )
    rows = training.read_labels(labels, tmp_path)
    assert [row.labels.get("explores") for row in rows] == [1.0, training.INVITES, None]
    assert [row.group for row in rows] == ["writer-1", "writer-2", "writer-3"]
    with pytest.raises(ValueError, match="--corpora"):
        evaluation.read_rows(labels, None)


def test_the_shipped_weights_are_those_three_heads_and_asking_weighs_most():
    heads = load(FILE)
    assert set(heads) == set(HEADS)
    weights = heads["explores"].weights
    assert weights["asks.open"] > weights["asks.other"] > 0
    assert weights["asks.open"] > weights["asks.advice"]
