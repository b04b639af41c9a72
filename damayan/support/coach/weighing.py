"""Three small models over numbers anybody can read; each answers 0 to 1."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from damayan.support.coach.cues import DATA
from damayan.support.coach.noticing import Features

FILE = DATA / "weights.json"
HEADS = ("explores", "feeling", "understanding")


@dataclass(frozen=True, slots=True)
class Head:
    """One logistic model: a number for each feature and one for none."""

    intercept: float
    weights: dict[str, float]

    def __call__(self, features: Features) -> float:
        total = self.intercept + sum(
            self.weights.get(name, 0.0) * amount for name, amount in features.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def as_dict(self) -> dict[str, Any]:
        """As it stands in the file."""
        weights = {name: round(weight, 3) for name, weight in sorted(self.weights.items())}
        return {"intercept": round(self.intercept, 3), "weights": weights}


@cache
def load(file: Path = FILE) -> dict[str, Head]:
    """The heads by name; raises OSError or ValueError for a file that cannot be read."""
    read = json.loads(file.read_text("utf-8"))
    return {name: Head(one["intercept"], one["weights"]) for name, one in read["heads"].items()}
