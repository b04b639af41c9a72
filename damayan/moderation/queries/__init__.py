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
from damayan.moderation.queries.resting import load_of, loads, may_be_offered, resting
from damayan.moderation.queries.shifts import guides, on_shift, staffed

__all__ = [
    "Laid",
    "Line",
    "Slugs",
    "Told",
    "closed_concerns",
    "concern_for",
    "decision_of",
    "decisions_of",
    "guides",
    "lay_out",
    "load_of",
    "loads",
    "log_page",
    "may_be_offered",
    "on_shift",
    "open_concerns",
    "persona_for_guide",
    "report_in",
    "resting",
    "staffed",
]
