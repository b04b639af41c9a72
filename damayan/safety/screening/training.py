"""Training, reproducibly: the same corpora and rules give the same file, byte for byte.

Needs the optional dependencies `train` (numpy, scipy, scikit-learn); nothing of this runs on a server.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from damayan.safety.screening.features import (
    CHAR_BUCKETS,
    WORD_BUCKETS,
    Features,
    char_buckets,
    features,
)
from damayan.safety.screening.language import COVERED
from damayan.safety.screening.model import CHAR_SHARE, FILE, MAGIC, NUMBER_SHARE, WORD_SHARE
from damayan.safety.screening.phrases import find
from damayan.safety.screening.rulebook import Rulebook, load

AT_RISK = ("ideation", "behavior", "attempt")
STRENGTH, SECOND_STRENGTH, SECOND_SHARE = 0.3, 0.3, 0.4
IDEA_SHARE = 0.4
CHATTER_WEIGHT = 0.2
BLIND = ("rule.", "noted.", "found.")
OWN_LIMITS = {"alarm": {"urgent": 0.04}, "care": {"concern": 0.045}}
CHATTER_LIMITS = {
    "alarm": {"urgent": 0.004},
    "care": {"concern": 0.006},
    "risk": {"concern": 0.002, "urgent": 0.0003},
    "distress": {"concern": 0.004},
}
ANSWER_LIMITS = {
    "alarm": {"urgent": 0.003},
    "care": {"concern": 0.006},
    "risk": {"concern": 0.005, "urgent": 0.0005},
    "distress": {"concern": 0.008},
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts in a fixed order with source, label and author group."""

    texts: list[str]
    source: Any
    label: Any
    group: Any
    language: Any


@dataclass(frozen=True, slots=True)
class Design:
    """The training matrix and the names of its columns' parts."""

    matrix: Any
    idf: Any
    names: list[str]


def read_corpora(folder: Path, own: Path | None = None) -> Rows:
    """The corpora in `folder` (see the model card), and our own sentences in all languages."""
    rows: list[tuple[str, str, str, str, str]] = []
    for item in _jsonl(folder / "cssrs_posts.jsonl"):
        rows.append((item["text"], "cssrs", item["label"], f"cssrs-{item['user']}", "en"))
    for name, file in (
        ("question", "counsel_chat_questions.jsonl"),
        ("answer", "counsel_chat_answers.jsonl"),
        ("chatter", "goemotions_sample.jsonl"),
    ):
        for item in _jsonl(folder / file):
            group = f"topic-{item.get('question', item.get('id', ''))}" if name != "chatter" else ""
            rows.append((item["text"], name, name, group, "en"))
    if own and own.exists():
        for line in own.read_text("utf-8").splitlines()[1:]:
            level, language, text = line.split("\t")
            rows.append((text, "own", level, "", language))
    groups = [row[3] or f"row-{number}" for number, row in enumerate(rows)]
    return Rows(
        [row[0] for row in rows],
        np.array([row[1] for row in rows]),
        np.array([row[2] for row in rows]),
        np.array(groups),
        np.array([row[4] for row in rows]),
    )


def _jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def design(rows: Rows, book: Rulebook) -> Design:
    """Features of all rows; inverse document frequency is taken over all of them."""
    seen = []
    for text in rows.texts:
        page, findings = find(text, book)
        seen.append(features(text, page, findings, book))
    names = sorted({name for one in seen for name in one.numbers})
    index = {name: WORD_BUCKETS + CHAR_BUCKETS + n for n, name in enumerate(names)}
    matrix = sparse.vstack([_row(one, index) for one in seen]).tocsr()
    used = np.asarray((matrix[:, : WORD_BUCKETS + CHAR_BUCKETS] != 0).sum(axis=0)).ravel()
    idf = np.ones(matrix.shape[1])
    idf[: len(used)] = np.where(used >= 2, np.log((1 + len(seen)) / (1 + used)) / 5, 0)
    return Design((matrix @ sparse.diags(idf)).tocsr(), idf, names)


def _row(one: Features, index: dict[str, int]) -> Any:
    columns, values = (
        sorted(one.words),
        [WORD_SHARE / math.sqrt(len(one.words) or 1)] * len(one.words),
    )
    pieces = [bucket for word in one.distinct for bucket in char_buckets(word)]
    columns += [WORD_BUCKETS + bucket for bucket in pieces]
    values += [CHAR_SHARE / math.sqrt(len(pieces) or 1)] * len(pieces)
    for name, value in one.numbers.items():
        columns.append(index[name])
        values.append(NUMBER_SHARE * value)
    width = WORD_BUCKETS + CHAR_BUCKETS + len(index)
    return sparse.csr_matrix((values, ([0] * len(columns), columns)), shape=(1, width))


Limits = dict[str, float]
Fit = Callable[[Any], tuple[Any, float]]


def fit_risk(data: Design, rows: Rows, train: Any) -> tuple[Any, float]:
    """Weights for risk to life: at risk against all, plus at risk against help-seekers."""
    cssrs = rows.source == "cssrs"
    own = (rows.source == "own") & (rows.language == "en")
    chatter = np.isin(rows.source, ("chatter", "answer"))
    positive = np.isin(rows.label, (*AT_RISK, "urgent"))
    use = train & (cssrs | own | chatter)
    weight = np.where(chatter, CHATTER_WEIGHT * 2000 / max(1, (train & chatter).sum()), 1.0)
    weight = np.where(cssrs & positive, 4.5, weight)
    faint = _scaled(data, "idea.", IDEA_SHARE)
    matrix = data.matrix @ sparse.diags(faint)
    first = _fit(matrix[use], positive[use], weight[use], STRENGTH)
    seekers = train & cssrs & (positive | (rows.label == "indicator"))
    second = _fit(matrix[seekers], positive[seekers], None, SECOND_STRENGTH)
    weights = (first[0] + SECOND_SHARE * second[0]) * faint
    return weights, first[1] + SECOND_SHARE * second[1]


def _scaled(data: Design, start: str | tuple[str, ...], share: float) -> Any:
    """One factor per column: `share` for named numbers that start so, else 1."""
    factors = np.ones(data.matrix.shape[1])
    named = np.array([name.startswith(start) for name in data.names])
    factors[WORD_BUCKETS + CHAR_BUCKETS :] = np.where(named, share, 1.0)
    return factors


def fit_distress(data: Design, rows: Rows, train: Any) -> tuple[Any, float]:
    """Weights for pain that asks for an answer, against chatter and answers."""
    positive = np.isin(rows.label, (*AT_RISK, "indicator", "question", "urgent", "concern"))
    weight = np.where(rows.source == "own", 2.0, np.where(rows.source == "chatter", 0.5, 1.0))
    use = train & (rows.language == "en")
    return _fit(data.matrix[use], positive[use], weight[use], 1.0)


def fit_alarm(data: Design, rows: Rows, train: Any) -> tuple[Any, float]:
    """Weights for "a guide now" in every covered language, from our own sentences."""
    return _fit_own(data, rows, train, np.isin(rows.label, ("urgent",)))


def fit_care(data: Design, rows: Rows, train: Any) -> tuple[Any, float]:
    """Weights for "somebody should answer soon" in every covered language."""
    return _fit_own(data, rows, train, np.isin(rows.label, ("urgent", "concern")))


def _fit_own(data: Design, rows: Rows, train: Any, positive: Any) -> tuple[Any, float]:
    """Learn without what the rules said: they were written on the same sentences."""
    keep = _scaled(data, BLIND, 0.0)
    own = rows.source == "own"
    use = train & (own | np.isin(rows.source, ("chatter", "answer")))
    weight = np.where(own, 1.0, np.where(rows.source == "chatter", 0.05, 0.2))
    weights, intercept = _fit(
        (data.matrix @ sparse.diags(keep))[use], positive[use], weight[use], 3.0
    )
    return weights * keep, intercept


def _fit(matrix: Any, target: Any, weight: Any, strength: float) -> tuple[Any, float]:
    model = LogisticRegression(
        C=strength,
        class_weight="balanced" if weight is None else None,
        solver="liblinear",
        random_state=0,
        max_iter=2000,
    )
    model.fit(matrix, target.astype(int), sample_weight=weight)
    return model.coef_[0], float(model.intercept_[0])


def out_of_fold(data: Design, rows: Rows, fit: Any, seed: int = 0) -> Any:
    """A score for every row from a model that saw neither it nor others by its author."""
    scores = np.zeros(len(rows.texts))
    strata = np.array(
        [f"{s}-{label in AT_RISK}" for s, label in zip(rows.source, rows.label, strict=True)]
    )
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=seed)
    for train, test in folds.split(scores, strata, rows.group):
        chosen = np.zeros(len(scores), bool)
        chosen[train] = True
        weights, intercept = fit(data, rows, chosen)
        scores[test] = data.matrix[test] @ weights + intercept
    return scores


def calibrate(scores: Any, target: Any) -> tuple[float, float]:
    """Platt scaling: slope and offset that make scores probabilities."""
    model = LogisticRegression(C=1e6, solver="lbfgs").fit(scores.reshape(-1, 1), target.astype(int))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def risk_figures(scores: Any, rows: Rows) -> dict[str, float]:
    """AUROC and recall at a flag rate of 20 % on C-SSRS posts, and AUROC against help-seekers."""
    cssrs = rows.source == "cssrs"
    at_risk = np.isin(rows.label, AT_RISK)
    y, s = at_risk[cssrs], scores[cssrs]
    flagged = s >= np.sort(s)[-int(0.2 * len(s))]
    seekers = cssrs & (at_risk | (rows.label == "indicator"))
    return {
        "posts": int(cssrs.sum()),
        "at_risk": int(y.sum()),
        "auroc": round(float(roc_auc_score(y, s)), 3),
        "recall_at_20": round(float(y[flagged].sum() / y.sum()), 3),
        "auroc_against_seekers": round(float(roc_auc_score(at_risk[seekers], scores[seekers])), 3),
    }


def train(
    corpora: Path, out: Path, rules: Path | None = None, own: Path | None = None
) -> dict[str, Any]:
    """Train on `corpora`, write the model and its figures into `out`, answer the figures."""
    book = load(rules) if rules else load()
    rows = read_corpora(corpora, own)
    data = design(rows, book)
    every = np.ones(len(rows.texts), bool)
    heads: list[dict[str, Any]] = []
    bodies: list[bytes] = []
    thresholds: dict[str, dict[str, Limits]] = {}
    figures: dict[str, Any] = {"rules": book.version}
    for name, fit, target_of, base, spoken in _heads(rows):
        scores = out_of_fold(data, rows, fit)
        slope, offset = calibrate(scores[base], target_of[base])
        chance = 1 / (1 + np.exp(-(slope * scores + offset)))
        thresholds[name] = _thresholds(name, chance, rows, spoken)
        figures[name] = _head_figures(name, scores, chance, thresholds[name], rows, data, fit)
        spec, body = _quantised(data, *fit(data, rows, every))
        heads.append({"name": name, "languages": spoken, "slope": slope, "offset": offset, **spec})
        bodies.append(body)
    header = {
        "buckets": [WORD_BUCKETS, CHAR_BUCKETS],
        "rules": book.version,
        "thresholds": thresholds,
        "heads": heads,
    }
    out.mkdir(parents=True, exist_ok=True)
    line = json.dumps(header, sort_keys=True).encode()
    (out / FILE).write_bytes(MAGIC + line + b"\n" + b"".join(bodies))
    (out / "figures.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
    return figures


def _heads(rows: Rows) -> list[tuple[str, Any, Any, Any, list[str]]]:
    """Name, fit, target and calibration set of every head, and the languages it answers for."""
    own, cssrs = rows.source == "own", rows.source == "cssrs"
    urgent = rows.label == "urgent"
    pained = np.isin(rows.label, (*AT_RISK, "indicator", "question"))
    every = list(COVERED)
    return [
        ("alarm", fit_alarm, urgent, own, every),
        ("care", fit_care, urgent | (rows.label == "concern"), own, every),
        ("risk", fit_risk, np.isin(rows.label, AT_RISK), cssrs, ["en"]),
        ("distress", fit_distress, pained, ~own, ["en"]),
    ]


def _thresholds(name: str, chance: Any, rows: Rows, spoken: list[str]) -> dict[str, Limits]:
    """By language, the lowest probabilities that keep false alarms within limits."""
    return {language: _limits(name, chance, rows, language) for language in spoken}


def _limits(name: str, chance: Any, rows: Rows, language: str) -> Limits:
    found = {}
    for level, limit in CHATTER_LIMITS[name].items():
        bounds = [0.0]
        if language == "en":
            bounds.append(np.quantile(chance[rows.source == "chatter"], 1 - limit))
            share = 1 - ANSWER_LIMITS[name][level]
            bounds.append(np.quantile(chance[rows.source == "answer"], share))
        calm = (rows.source == "own") & (rows.label == "none") & (rows.language == language)
        if name in OWN_LIMITS and calm.any():
            bounds.append(np.quantile(chance[calm], 1 - OWN_LIMITS[name][level]))
        found[level] = round(float(max(bounds)), 4)
    return found


def _head_figures(
    name: str,
    scores: Any,
    chance: Any,
    limits: dict[str, Limits],
    rows: Rows,
    data: Design,
    fit: Any,
) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    if name == "risk":
        runs = [risk_figures(scores, rows)]
        runs += [risk_figures(out_of_fold(data, rows, fit, seed), rows) for seed in (1, 2)]
        figures["cross_validated"] = {
            key: round(float(np.mean([run[key] for run in runs])), 3) for key in runs[0]
        }
    if name in OWN_LIMITS:
        figures["own_sentences"] = _own_figures(chance, limits, rows)
    for level, limit in limits["en"].items():
        figures[f"share_at_{level}"] = {
            source: round(float((chance[rows.source == source] >= limit).mean()), 4)
            for source in ("cssrs", "question", "answer", "chatter", "own")
            if (rows.source == source).any()
        }
    return figures


def _own_figures(chance: Any, limits: dict[str, Limits], rows: Rows) -> dict[str, Any]:
    """Out of fold, the model alone: share at its threshold by label and language."""
    own = rows.source == "own"
    return {
        f"{language}.{label}": round(
            float((chance[chosen] >= min(limits[language].values())).mean()), 3
        )
        for language in COVERED
        for label in ("urgent", "concern", "none")
        if (chosen := own & (rows.language == language) & (rows.label == label)).any()
    }


def _quantised(data: Design, weights: Any, intercept: float) -> tuple[dict[str, Any], bytes]:
    weights = weights * data.idf
    words, chars = weights[:WORD_BUCKETS], weights[WORD_BUCKETS : WORD_BUCKETS + CHAR_BUCKETS]
    numbers = weights[WORD_BUCKETS + CHAR_BUCKETS :]
    spec: dict[str, Any] = {
        "intercept": intercept,
        "numbers": {n: round(float(w), 5) for n, w in zip(data.names, numbers, strict=True) if w},
    }
    body = b""
    for part, name in ((words, "word_scale"), (chars, "char_scale")):
        scale = float(np.abs(part).max()) / 127 or 1.0
        spec[name] = scale
        body += np.round(part / scale).astype(np.int8).tobytes()
    return spec, body
