"""Sentences about a group that several rooms say."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from damayan.foundation.clock import now, span
from damayan.groups.models import Group

# Fewer answered stories than this say nothing reliable.
ENOUGH = 5
_EVENING = range(18, 24)


def answers_usually(group: Group) -> str:
    """How soon answers usually come, from this group's real figures (median, in minutes).

    In the evening hours of this installation, the evening's own figure where there is one.
    """
    times = group.answer_times or {}
    if times.get("n", 0) < ENOUGH or not times.get("all"):
        return _("This group is young. We cannot say yet how soon answers come.")
    hour = now().astimezone(ZoneInfo(settings.TIME_ZONE)).hour
    if hour in _EVENING and times.get("evening"):
        return _("In the evening, a first answer here usually comes within %(span)s.") % {
            "span": span(times["evening"])
        }
    return _("A first answer here usually comes within %(span)s.") % {"span": span(times["all"])}
