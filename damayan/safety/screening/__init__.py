"""Screening: decides who looks how soon. Explained in docs and in the model card."""

from damayan.safety.screening.engine import screen
from damayan.safety.screening.identity import find_identifying, mask
from damayan.safety.screening.types import KINDS, Level, Reason, Screening, Span

__all__ = ["KINDS", "Level", "Reason", "Screening", "Span", "find_identifying", "mask", "screen"]
