from damayan.safety.models.helplines import Helpline, HelplineChange, HelplineKind
from damayan.safety.models.line import LineMessage, SafetyLine
from damayan.safety.models.reports import (
    URGENT_KINDS,
    Concern,
    Outcome,
    Report,
    ReportKind,
    Said,
    Source,
)

__all__ = [
    "URGENT_KINDS",
    "Concern",
    "Helpline",
    "HelplineChange",
    "HelplineKind",
    "LineMessage",
    "Outcome",
    "Report",
    "ReportKind",
    "SafetyLine",
    "Said",
    "Source",
]
