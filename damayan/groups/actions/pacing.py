"""How fast and how late a group hears of what is written: for its guides."""

from datetime import time

from django.db import transaction

from damayan.foundation.verdict import require
from damayan.groups import rules
from damayan.groups.models import Group
from damayan.groups.queries import role_in
from damayan.people.models import Person
from damayan.safety import logbook


@transaction.atomic
def change_pace(
    *,
    by: Person,
    group: Group,
    slow_minutes: int,
    quiet_from: time | None,
    quiet_to: time | None,
) -> None:
    """Set slow mode and quiet hours (both ends, or neither); it stands in the guides' log.

    Raises Refused when ``by`` neither guides nor coordinates the group.
    """
    require(rules.may_guide(role_in(by, group)))
    Group.objects.filter(pk=group.pk).update(
        slow_minutes=slow_minutes, quiet_from=quiet_from, quiet_to=quiet_to
    )
    said = [one.isoformat("minutes") for one in (quiet_from, quiet_to) if one]
    logbook.note(
        by=by,
        deed="change_pace",
        subject_kind="group",
        subject_key=group.slug,
        group_slug=group.slug,
        details={"slow_minutes": slow_minutes, "quiet": said},
    )
