"""Data of this room."""

from damayan.moderation.models.cases import CaseNote
from damayan.moderation.models.decisions import Appeal, Decision, Removal, Sanction
from damayan.moderation.models.figures import CareReport
from damayan.moderation.models.log import LogEntry, LogHead
from damayan.moderation.models.reveal import BreakGlass
from damayan.moderation.models.shifts import Debrief, Exposure, Rest, Shift

__all__ = [
    "Appeal",
    "BreakGlass",
    "CareReport",
    "CaseNote",
    "Debrief",
    "Decision",
    "Exposure",
    "LogEntry",
    "LogHead",
    "Removal",
    "Rest",
    "Sanction",
    "Shift",
]
