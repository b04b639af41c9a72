"""Keeping what a job of the stories counted."""

from collections.abc import Mapping
from typing import Any

from damayan.groups.models import Group


def keep_answer_times(figures: Mapping[int, dict[str, Any]]) -> None:
    """Replace ``answer_times`` of every group by ``figures`` (by group id; none: emptied)."""
    changed = []
    for group in Group.objects.only("pk", "answer_times"):
        found = figures.get(group.pk, {})
        if group.answer_times != found:
            group.answer_times = found
            changed.append(group)
    Group.objects.bulk_update(changed, ["answer_times"])
