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
CHAR_SHARE = 0.7
NUMBER_SHARE = 0.6
CACHE_LIMIT = 60_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """Calibrated probabilities from 0 to 1."""

    risk: float
    distress: float


@dataclass(slots=True)
class Head:
    """One linear model: `risk` or `distress`."""

    words: array[int]
    chars: array[int]
    word_scale: float
    char_scale: float
    numbers: dict[str, float]
    intercept: float
    slope: float
    offset: float
    cache: dict[str, int] = field(default_factory=dict)

    def probability(self, seen: Features) -> float:
        """The calibrated probability for one text."""
        weight = self.intercept
        if seen.words:
            total = sum(map(self.words.__getitem__, seen.words))
            weight += self.word_scale * total / math.sqrt(len(seen.words))
        weight += self._chars(seen.distinct)
        numbers = self.numbers
        weight += NUMBER_SHARE * sum(
            numbers.get(name, 0.0) * value for name, value in seen.numbers.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.slope * weight + self.offset))))

    def _chars(self, distinct: list[str]) -> float:
        total = pieces = 0
        for word in distinct:
            found = self.cache.get(word)
            if found is None:
                if len(self.cache) > CACHE_LIMIT:
                    self.cache.clear()
                found = sum(self.chars[bucket] for bucket in char_buckets(word))
                self.cache[word] = found
            total += found
            pieces += piece_count(word)
        return CHAR_SHARE * self.char_scale * total / math.sqrt(pieces) if pieces else 0.0


def piece_count(word: str) -> int:
    """How many pieces `char_buckets` gives."""
    size = min(len(word), 30) + 2
    return sum(max(0, size - piece + 1) for piece in (3, 4, 5))


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model with its thresholds: {head: {level: probability}}."""

    version: str
    languages: tuple[str, ...]
    heads: dict[str, Head]
    thresholds: dict[str, dict[str, float]]

    def estimate(self, seen: Features) -> Estimate:
        """Both probabilities for one text."""
        return Estimate(*(self.heads[name].probability(seen) for name in ("risk", "distress")))

    def level(self, estimate: Estimate) -> Level:
        """The level that the probabilities alone would raise."""
        found = Level.NONE
        for head, value in (("risk", estimate.risk), ("distress", estimate.distress)):
            for name, threshold in self.thresholds[head].items():
                if value >= threshold:
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
    if len(body) != size * len(header["heads"]) or header["buckets"] != [WORD_BUCKETS, CHAR_BUCKETS]:
        raise ValueError(f"{path.name} is cut short or of other sizes")
    heads = {
        spec["name"]: _head(spec, body[number * size : (number + 1) * size])
        for number, spec in enumerate(header["heads"])
    }
    version = hashlib.sha256(data).hexdigest()[:10]
    return Model(version, tuple(header["languages"]), heads, header["thresholds"])


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
    )
