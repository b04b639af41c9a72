"""Data of this part."""

from damayan.support.path.models.course import Certificate, Progress
from damayan.support.path.models.felt import Felt
from damayan.support.path.models.journeys import (
    HELPING,
    OVER,
    Journey,
    JourneyEvent,
    Side,
    State,
)
from damayan.support.path.models.steps import Step, StepKind, StepState
from damayan.support.path.models.trials import Ending, Note, Trial

__all__ = [
    "HELPING",
    "OVER",
    "Certificate",
    "Ending",
    "Felt",
    "Journey",
    "JourneyEvent",
    "Note",
    "Progress",
    "Side",
    "State",
    "Step",
    "StepKind",
    "StepState",
    "Trial",
]
