"""When a guide has met enough, and when a break is due. Figures: settings.GUIDE_CARE.

No study gives a number that protects: limits, breaks and less vivid previews are what reviews of
moderators' work recommend (Steiger and others, CHI 2021). The figures are our judgement; a
programme's clinical lead tunes them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from damayan.foundation.clock import clock_words
from damayan.foundation.verdict import YES, Verdict, no
from damayan.moderation.models import Debrief, Rest
from damayan.people.models import Person
from damayan.safety.models import Concern

SHORTEST_REASON = 10


@dataclass(frozen=True)
class Load:
    """What one guide has met, weighed: in this shift, since local midnight, in seven days.

    ``resting_until``: the end of a break that is running. ``urgent_since``: urgent cases since the
    last break. ``awake_since``: when the shift began or the last break in it ended.
    """

    at: datetime
    shift: int = 0
    day: int = 0
    week: int = 0
    resting_until: datetime | None = None
    urgent_since: int = 0
    awake_since: datetime | None = None


def weight_of(level: int) -> int:
    """How much one case counts: an urgent one as several others."""
    return _figure("URGENT_WEIGHT") if level >= Concern.Level.URGENT else 1


def rest_length() -> timedelta:
    """How long a break lasts that nobody asked for."""
    return timedelta(minutes=_figure("REST_MINUTES"))


def break_is_due(load: Load) -> bool:
    """After so many urgent cases, or so long without a break."""
    if load.resting_until:
        return False
    if load.urgent_since >= _figure("REST_AFTER_URGENT"):
        return True
    long = timedelta(minutes=_figure("REST_AFTER_MINUTES"))
    return load.awake_since is not None and load.at - load.awake_since >= long


def may_meet_more(load: Load) -> Verdict:
    """Whether the next case may be offered to a guide with this load, and why not."""
    why = enough(load)
    return no(_("%(why)s The next case goes to somebody else.") % {"why": why}) if why else YES


def only_you(load: Load) -> Verdict:
    """An urgent case when nobody else is here: yes, with the question to ask first as reason."""
    asked = _("%(why)s But nobody else is here now, and this is urgent. Can you look at it?")
    return Verdict(True, asked % {"why": enough(load)})


def enough(load: Load) -> str:
    """Why a guide should meet no more for now, in a sentence; else ""."""
    if load.resting_until:
        return _("You are on a break until %(when)s.") % {"when": clock_words(load.resting_until)}
    if break_is_due(load):
        return _("A break is due for you.")
    if load.shift >= _figure("CAP_SHIFT") or load.day >= _figure("CAP_DAY"):
        return _("You have met much today.")
    if load.week >= _figure("CAP_WEEK"):
        return _("You have met much this week.")
    return ""


def _figure(name: str) -> int:
    return int(settings.GUIDE_CARE[name])


def may_end_rest(rest: Rest | None, words: str) -> Verdict:
    """A break that one asked for ends as one likes; one that was due, only for an emergency."""
    if rest is None:
        return no(_("You are not on a break."))
    if rest.cause == Rest.Cause.DUE and len(words.strip()) < SHORTEST_REASON:
        return no(_("This break was due. Write which emergency needs you now."))
    return YES


def is_own(person: Person, debrief: Debrief) -> Verdict:
    """Notes are their writer's alone."""
    return YES if debrief.guide_id == person.pk else no(_("This is not yours."))
