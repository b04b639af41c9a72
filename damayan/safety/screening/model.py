"""The second path: a sparse linear model, read from one file without running anything."""

from dataclasses import dataclass
from pathlib import Path

from damayan.safety.screening.phrases import Finding
from damayan.safety.screening.reader import Page
from damayan.safety.screening.types import Level


@dataclass(frozen=True, slots=True)
class Estimate:
    """Probabilities from 0 to 1."""

    risk: float
    distress: float


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model."""

    version: str
    languages: tuple[str, ...]

    def estimate(self, text: str, page: Page, findings: list[Finding]) -> Estimate | None:
        return None

    def level(self, estimate: Estimate) -> Level:
        return Level.NONE


def load_model(folder: Path) -> Model | None:
    """The model of a folder, or None where there is none."""
    return None
