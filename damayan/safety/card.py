"""What the card shows besides the words: whom to call now, and when a guide is here."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from damayan.safety import near, staffing
from damayan.safety.care import Care
from damayan.safety.models import Said
from damayan.safety.queries import lines_for_card


def card(session: SessionBase, care: Care) -> dict[str, Any]:
    """The context of ``safety/care.html``. The whole card asks for helplines and for the plan.

    When no guide is here it shows more people to call.
    """
    is_whole = care.is_urgent and care.is_whole and not care.said
    if not is_whole and care.said != Said.WRITE:
        return {"care": care, "care_lines": [], "guide_hours": ""}
    found = staffing.staffing()
    lines = lines_for_card(near.of(session), wide=not found.here) if is_whole else []
    return {"care": care, "care_lines": lines, "guide_hours": staffing.promise(found)}
