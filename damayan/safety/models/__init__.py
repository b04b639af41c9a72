from damayan.safety.models.helplines import (
    EVERYWHERE,
    Helpline,
    HelplineChange,
    HelplineKind,
    Network,
)
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
    "EVERYWHERE",
    "URGENT_KINDS",
    "Concern",
    "Helpline",
    "HelplineChange",
    "HelplineKind",
    "LineMessage",
    "Network",
    "Outcome",
    "Report",
    "ReportKind",
    "SafetyLine",
    "Said",
    "Source",
]
