"""Screening: decides who looks how soon. Explained in docs and in the model card."""

from damayan.safety.screening.engine import screen
from damayan.safety.screening.identity import find_identifying, mask
from damayan.safety.screening.types import KINDS, Level, Reason, Screening, Span
from damayan.safety.screening.wordlists import words_found

__all__ = [
    "KINDS",
    "Level",
    "Reason",
    "Screening",
    "Span",
    "find_identifying",
    "mask",
    "screen",
    "words_found",
]
