"""What the pages of urgent help, care and reports need."""

from damayan.safety.queries.concerns import just_found, my_report, noticed
from damayan.safety.queries.helplines import (
    Line,
    Lines,
    helplines,
    history,
    in_use,
    lines_for_card,
    lines_now,
    lines_of,
    places_of,
)
from damayan.safety.queries.line import Message, Thread, line_of, line_page

__all__ = [
    "Line",
    "Lines",
    "Message",
    "Thread",
    "helplines",
    "history",
    "in_use",
    "just_found",
    "line_of",
    "line_page",
    "lines_for_card",
    "lines_now",
    "lines_of",
    "my_report",
    "noticed",
    "places_of",
]
