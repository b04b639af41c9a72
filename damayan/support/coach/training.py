"""Fitting the three heads, reproducibly and without any library: the same rows give the same file.

Logistic regression with a ridge, by Newton's method; a few hundred rows and two dozen numbers take
a second. Labels and corpora: docs/coach.md.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from damayan.support.coach.noticing import Features, notice
from damayan.support.coach.weighing import HEADS, Head

STRENGTH = {"explores": 2.0, "feeling": 2.0, "understanding": 2.0}
# What we would say without any corpus; the rows move the weights from here, the ridge holds them.
PRIOR = {
    "explores": {
        "asks.open": 3.0,
        "asks.closed": 2.5,
        "asks.nomark": 2.5,
        "asks.other": 1.2,
        "asks.tried": 1.5,
        "asks.advice": 0.6,
        "asks.rhetorical": 0.3,
        "asks.last": 0.8,
        "ask.tell": 1.5,
        "ask.offer": 1.0,
    },
    "feeling": {"feel.sorry": 2.0, "feel.warm": 1.5, "feel.named": 1.2},
    "understanding": {"understand.know": 1.8, "understand.back": 1.2, "understand.mine": 1.5},
}
# An offer ("write to me whenever you like") opens a door and asks nothing: halfway.
INVITES = 0.5
# A question is a question in every language, so the model hears the same numbers for all.
SEES = {
    "explores": ("asks.", "ask.", "length", "says."),
    "feeling": ("feel.", "understand.know", "length", "says.", "advice", "asks.advice"),
    "understanding": ("understand.", "feel.named", "length", "says.", "advice"),
}
FOLDS = 10
_ROUNDS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled reply. ``labels`` are 0 (no) to 1 (yes) by head; a head may be missing."""

    reply: str
    labels: dict[str, float]
    group: str


def read_labels(labels: Path, corpora: Path) -> list[Row]:
    """Labels of lines in the corpus of posts, and the posts; grouped by who wrote them.

    What was marked unsure is left out of that head.
    """
    posts = (corpora / "cssrs_posts.jsonl").read_text("utf-8").splitlines()
    rows = []
    for line in labels.read_text("utf-8").splitlines()[1:]:
        number, explores, feeling, understanding = line.split("\t")
        post = json.loads(posts[int(number)])
        known = {"feeling": float(feeling), "understanding": float(understanding)}
        if explores != "unsure":
            known["explores"] = {"yes": 1.0, "invites": INVITES, "no": 0.0}[explores]
        rows.append(Row(post["text"], known, f"writer-{post['user']}"))
    return rows


def read_own(file: Path) -> list[Row]:
    """Replies written for this project (columns as in tests/support/coach/data)."""
    rows = []
    for number, line in enumerate(file.read_text("utf-8").splitlines()[1:]):
        *labels, _advice, _unsafe, _language, reply = line.split("\t")
        known = {name: float(label) for name, label in zip(HEADS, labels, strict=True)}
        rows.append(Row(reply, known, f"{file.name}-{number}"))
    return rows


def fit(seen: Sequence[Features], labels: Sequence[float], name: str) -> Head:
    """The weights of one head; every feature that occurs in three rows or more has one."""
    count: dict[str, int] = {}
    for features in seen:
        for feature in features:
            if feature.startswith(SEES[name]):
                count[feature] = count.get(feature, 0) + 1
    prior = PRIOR[name]
    names = sorted({*prior, *(feature for feature, times in count.items() if times >= 3)})
    rows = [[1.0, *(features.get(one, 0.0) for one in names)] for features in seen]
    before = [0.0, *(prior.get(one, 0.0) for one in names)]
    weights = _newton(rows, labels, before, STRENGTH[name])
    return Head(weights[0], dict(zip(names, weights[1:], strict=True)))


def _newton(
    rows: list[list[float]], labels: Sequence[float], before: list[float], ridge: float
) -> list[float]:
    size = len(before)
    weights = list(before)
    for _ in range(_ROUNDS):
        slope = [ridge * (before[at] - weight) if at else 0.0 for at, weight in enumerate(weights)]
        curve = [[ridge * (a == b and a > 0) for b in range(size)] for a in range(size)]
        for row, label in zip(rows, labels, strict=True):
            chance = 1 / (1 + math.exp(-_dot(row, weights)))
            spread = max(chance * (1 - chance), 1e-6)
            there = [at for at, value in enumerate(row) if value]
            for a in there:
                slope[a] += (label - chance) * row[a]
                for b in there:
                    curve[a][b] += spread * row[a] * row[b]
        step = _solve(curve, slope)
        weights = [weight + part for weight, part in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-7:
            break
    return weights


def _dot(row: Sequence[float], weights: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(row, weights, strict=True))


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivots; the ridge keeps the matrix well away from singular."""
    size = len(right)
    full = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(full[row][at]))
        full[at], full[pivot] = full[pivot], full[at]
        for below in range(at + 1, size):
            share = full[below][at] / full[at][at]
            full[below] = [x - share * y for x, y in zip(full[below], full[at], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        rest = _dot(full[at][at + 1 : size], found[at + 1 :])
        found[at] = (full[at][size] - rest) / full[at][at]
    return found


def fold_of(group: str) -> int:
    """The same fold for everything by one writer, on every machine."""
    return sum(ord(letter) * (at + 7) for at, letter in enumerate(group)) % FOLDS


def out_of_fold(
    rows: Sequence[Row], name: str, also: Sequence[Row] = ()
) -> list[tuple[float, float]]:
    """(label, score) of every row with this label, by a head that saw nobody of its group."""
    known = [row for row in rows if name in row.labels]
    seen = {id(row): notice(row.reply).features for row in (*known, *also)}
    found = []
    for fold in range(FOLDS):
        test = [row for row in known if fold_of(row.group) == fold]
        train = [row for row in (*known, *also) if fold_of(row.group) != fold or row in also]
        if test:
            head = fit([seen[id(row)] for row in train], [row.labels[name] for row in train], name)
            found += [(row.labels[name], head(seen[id(row)])) for row in test]
    return found


def fitted(rows: Iterable[Row]) -> dict[str, Any]:
    """The content of the weights file, from all rows."""
    kept = [(row, notice(row.reply).features) for row in rows]
    heads = {}
    for name in HEADS:
        known = [(features, row.labels[name]) for row, features in kept if name in row.labels]
        seen, labels = zip(*known, strict=True)
        heads[name] = fit(seen, labels, name).as_dict()
    return {"heads": heads}
