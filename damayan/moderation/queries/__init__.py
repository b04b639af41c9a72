"""What guides' and coordinators' pages need, each in a fixed number of queries."""

from damayan.moderation.queries.concerns import (
    Laid,
    Line,
    Slugs,
    closed_concerns,
    concern_for,
    lay_out,
    log_page,
    open_concerns,
    persona_for_guide,
    report_in,
)
from damayan.moderation.queries.decisions import Told, decision_of, decisions_of

__all__ = [
    "Laid",
    "Line",
    "Slugs",
    "Told",
    "closed_concerns",
    "concern_for",
    "decision_of",
    "decisions_of",
    "lay_out",
    "log_page",
    "open_concerns",
    "persona_for_guide",
    "report_in",
]
