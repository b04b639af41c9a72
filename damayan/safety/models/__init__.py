from damayan.safety.models.helplines import Helpline, HelplineChange, HelplineKind
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
    "Outcome",
    "Report",
    "ReportKind",
    "Said",
    "Source",
]
