"""What an author meets whose words wait for a guide."""

from typing import Any

from damayan.safety import staffing
from damayan.stories import figures


def when_read(answer_times: dict[str, Any]) -> str:
    """When a guide usually reads what waits, and when one is here. One query, for the shifts."""
    return f"{figures.read_within(answer_times)} {staffing.promise()}".strip()
