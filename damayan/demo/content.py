"""Reads the sample community's files and gives each persona a person behind it.

A person wears at most one persona in a group and, like a real member, a different one in the next.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

HERE = Path(__file__).parent / "content" / "groups"
ORDINARY_PEOPLE = 44


@dataclass(frozen=True)
class Part:
    """Who stands behind a persona: a role and a number, e.g. ("member", 7)."""

    role: str
    number: int


def group_files() -> list[dict[str, Any]]:
    """Every group's content, in the order of its file name."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.json"))]


def parts_of(content: dict[str, Any], place: int) -> dict[str, Part]:
    """The person behind each persona id of the group that stands at ``place`` in the order."""
    parts: dict[str, Part] = {}
    counts: dict[str, int] = {}
    for persona in content["personas"]:
        role = persona["role"] or "member"
        number = counts.get(role, 0)
        counts[role] = number + 1
        if role == "member":
            number = (number + place * 5) % ORDINARY_PEOPLE
        parts[persona["id"]] = Part(role, number)
    return parts


def told_at(story: dict[str, Any], loaded_at: datetime) -> datetime:
    """When a story was told: so many minutes ago, or on an earlier day at a local hour."""
    if story.get("minutes_ago") is not None:
        return loaded_at - timedelta(minutes=story["minutes_ago"])
    day = timezone.localdate(loaded_at) - timedelta(days=story["days_ago"])
    hour, minute = story["at"].split(":")
    moment = timezone.make_aware(datetime.combine(day, time(int(hour), int(minute))))
    return min(moment, loaded_at - timedelta(minutes=3))


def replies_in_order(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Replies by time; an answer to an answer always comes after it."""
    yield from sorted(story["replies"], key=lambda reply: reply["after_minutes"])
