"""What guides' and coordinators' pages need, each in a fixed number of queries."""

from damayan.moderation.queries.cases import Around, around, language_of, stand
from damayan.moderation.queries.concerns import (
    Laid,
    Line,
    Slugs,
    Wanted,
    closed_concerns,
    concern_for,
    lay_out,
    log_page,
    open_concerns,
    persona_for_guide,
    report_in,
    staffed_around,
)
from damayan.moderation.queries.decisions import Told, decision_of, decisions_of
from damayan.moderation.queries.guides import guide_names, guided_groups, hands
from damayan.moderation.queries.resting import load_of, loads, may_be_offered, rest_of
from damayan.moderation.queries.shifts import guides, on_shift, staffed

__all__ = [
    "Around",
    "Laid",
    "Line",
    "Slugs",
    "Told",
    "Wanted",
    "around",
    "closed_concerns",
    "concern_for",
    "decision_of",
    "decisions_of",
    "guide_names",
    "guided_groups",
    "guides",
    "hands",
    "language_of",
    "lay_out",
    "load_of",
    "loads",
    "log_page",
    "may_be_offered",
    "on_shift",
    "open_concerns",
    "persona_for_guide",
    "report_in",
    "rest_of",
    "staffed",
    "staffed_around",
    "stand",
]
