"""Sentences about a group that several rooms say."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from damayan.foundation.clock import clock_words, now, span
from damayan.groups.customs import WAIT, Customs, quiet_until
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


def quiet_now(begins: time | None, ends: time | None) -> str:
    """What a group says of itself in its quiet hours; "" outside of them."""
    until = quiet_until(begins, ends, now())
    if until is None:
        return ""
    words = _("It is quiet here until %(when)s. You can write; others are told of it after that.")
    return words % {"when": clock_words(until)}


def what_to_expect(customs: Customs) -> list[str]:
    """What becomes of words in a group, said before they are written; usually nothing."""
    listed = any(one["does"] == WAIT for one in customs.word_list)
    said = [
        _of_newcomers(customs.first_posts) if customs.first_posts else "",
        _("When words sound like somebody is in danger, a guide reads them first.")
        if customs.urgent_waits
        else "",
        _("Some words are read by a guide first.") if listed else "",
        _of_slow_mode(customs.slow_minutes) if customs.slow_minutes else "",
        _of_quiet_hours(customs),
    ]
    return [words for words in said if words]


def _of_newcomers(posts: int) -> str:
    return ngettext(
        "When you are new here, a guide reads your first post before others do.",
        "When you are new here, a guide reads your first %(n)s posts before others do.",
        posts,
    ) % {"n": posts}


def _of_slow_mode(minutes: int) -> str:
    return ngettext(
        "We go slowly here: %(n)s minute between two posts.",
        "We go slowly here: %(n)s minutes between two posts.",
        minutes,
    ) % {"n": minutes}


def _of_quiet_hours(customs: Customs) -> str:
    if not customs.quiet_from or not customs.quiet_to:
        return ""
    words = _("Quiet from %(start)s to %(end)s: nobody is told of new words then.")
    return words % {"start": _clock(customs.quiet_from), "end": _clock(customs.quiet_to)}


def _clock(moment: time) -> str:
    return clock_words(timezone.make_aware(datetime.combine(timezone.localdate(), moment)))
