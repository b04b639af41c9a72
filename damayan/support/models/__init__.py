"""Data of this room."""

from damayan.support.models.coach import Coaching
from damayan.support.models.queue import (
    WHY_WORDS,
    Availability,
    Declined,
    Measured,
    Queued,
    SoftClaim,
)

__all__ = [
    "WHY_WORDS",
    "Availability",
    "Coaching",
    "Declined",
    "Measured",
    "Queued",
    "SoftClaim",
]
