"""The second path: sparse linear models, read from one file without running anything from it.

File format (`screening.model`): the line `damayan-model 1`, one line of JSON (the header), then for
each head its word weights and its character weights as signed bytes, in the header's order. A weight
is its byte times the head's scale; buckets, scales, named weights and thresholds are in the header.
"""

from __future__ import annotations

import hashlib
import json
import math
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from damayan.safety.screening.features import CHAR_BUCKETS, WORD_BUCKETS, Features, char_buckets
from damayan.safety.screening.types import Level

MAGIC = b"damayan-model 1\n"
FILE = "screening.model"
HEADS = ("alarm", "care", "risk", "distress")
WORD_SHARE = 3.0
CHAR_SHARE = 2.1
NUMBER_SHARE = 0.7
CACHE_LIMIT = 60_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """Calibrated probabilities from 0 to 1; `risk` and `distress` only where the model knows them."""

    alarm: float
    care: float
    risk: float | None = None
    distress: float | None = None


@dataclass(slots=True)
class Head:
    """One linear model. `risk` and `distress` learn from English corpora, `alarm` and `care` from our
    own sentences in all languages and from ideas instead of rules.
    """

    words: array[int]
    chars: array[int]
    word_scale: float
    char_scale: float
    numbers: dict[str, float]
    intercept: float
    slope: float
    offset: float
    languages: frozenset[str]

    def probability(self, seen: Features, letters: float) -> float:
        """The calibrated probability; `letters` is the sum over character pieces, normalised."""
        weight = self.intercept + CHAR_SHARE * self.char_scale * letters
        if seen.words:
            total = sum(map(self.words.__getitem__, seen.words))
            weight += WORD_SHARE * self.word_scale * total / math.sqrt(len(seen.words))
        numbers = self.numbers
        known = numbers.keys() & seen.numbers.keys()
        weight += NUMBER_SHARE * sum(numbers[name] * seen.numbers[name] for name in known)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.slope * weight + self.offset))))


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model with its thresholds: {head: {language: {level: probability}}}."""

    version: str
    heads: dict[str, Head]
    thresholds: dict[str, dict[str, dict[str, float]]]
    cache: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def estimate(self, seen: Features, language: str) -> Estimate:
        """The probabilities that the model can answer for in a language."""
        known = [self.cache.get(word) or self._learn(word) for word in seen.distinct]
        *sums, pieces = map(sum, zip(*known, strict=True)) if known else [0] * (len(HEADS) + 1)
        size = math.sqrt(pieces or 1)
        return Estimate(
            **{
                name: self.heads[name].probability(seen, total / size)
                for name, total in zip(HEADS, sums, strict=True)
                if language in self.heads[name].languages
            }
        )

    def _learn(self, word: str) -> tuple[int, ...]:
        """Sums of every head's character weights over one word, and its pieces; kept."""
        if len(self.cache) > CACHE_LIMIT:
            self.cache.clear()
        buckets = char_buckets(word)
        sums = (sum(map(self.heads[name].chars.__getitem__, buckets)) for name in HEADS)
        self.cache[word] = (*sums, len(buckets))
        return self.cache[word]

    def level(self, estimate: Estimate, language: str) -> Level:
        """The level that the probabilities alone would raise."""
        found = Level.NONE
        for head in HEADS:
            value = getattr(estimate, head)
            for name, threshold in self.thresholds[head].get(language, {}).items():
                if value is not None and value >= threshold:
                    found = max(found, Level[name.upper()])
        return found


def load_model(folder: Path) -> Model | None:
    """The model of a folder, or None where there is none; raises ValueError on a damaged file."""
    path = folder / FILE
    if not path.exists():
        return None
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        raise ValueError(f"{path.name} is no model of format 1")
    end = data.index(b"\n", len(MAGIC))
    header = json.loads(data[len(MAGIC) : end])
    body = data[end + 1 :]
    size = WORD_BUCKETS + CHAR_BUCKETS
    if len(body) != size * len(header["heads"]) or header["buckets"] != [
        WORD_BUCKETS,
        CHAR_BUCKETS,
    ]:
        raise ValueError(f"{path.name} is cut short or of other sizes")
    heads = {
        spec["name"]: _head(spec, body[number * size : (number + 1) * size])
        for number, spec in enumerate(header["heads"])
    }
    version = hashlib.sha256(data).hexdigest()[:10]
    return Model(version, heads, header["thresholds"])


def _head(spec: dict[str, Any], body: bytes) -> Head:
    return Head(
        words=array("b", body[:WORD_BUCKETS]),
        chars=array("b", body[WORD_BUCKETS:]),
        word_scale=spec["word_scale"],
        char_scale=spec["char_scale"],
        numbers=spec["numbers"],
        intercept=spec["intercept"],
        slope=spec["slope"],
        offset=spec["offset"],
        languages=frozenset(spec["languages"]),
    )
