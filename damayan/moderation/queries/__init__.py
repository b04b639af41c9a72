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

__all__ = [
    "Laid",
    "Line",
    "Slugs",
    "closed_concerns",
    "concern_for",
    "lay_out",
    "log_page",
    "open_concerns",
    "persona_for_guide",
    "report_in",
]
