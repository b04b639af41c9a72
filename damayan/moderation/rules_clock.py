"""How long a case waits for a guide's eyes, and how long it should at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from damayan.moderation.rules import holder_of
from damayan.safety.models import Concern
from damayan.safety.staffing import Stretch


@dataclass(frozen=True)
class Clock:
    """``waits`` since it was raised or came back, until ``due``; ``late`` when that is over."""

    waits: timedelta
    due_in: timedelta

    @property
    def is_late(self) -> bool:
        """Whether somebody should have looked by now."""
        return self.due_in < timedelta(0)

    @property
    def words(self) -> str:
        """In words, so that nobody has to see a colour."""
        said = {"waits": spell(self.waits), "of": spell(self.waits + self.due_in)}
        if self.is_late:
            return _("Late: waits %(waits)s, should wait %(of)s at most") % said
        return _("waits %(waits)s of %(of)s") % said


def target_of(level: int) -> timedelta:
    """How soon a guide should look at a concern of this level, when guides are here."""
    if level >= Concern.Level.URGENT:
        return timedelta(minutes=settings.TARGET_URGENT_MINUTES)
    return timedelta(hours=settings.TARGET_CONCERN_HOURS)


def clock_of(concern: Concern, staffed: Sequence[Stretch], moment: datetime) -> Clock | None:
    """The clock of an open case that nobody looks after; None when somebody does, or it is closed.

    ``staffed``: when guides were and are to be here, in order. Outside of it the target counts from
    the beginning of the next stretch; with no plan at all, from when it was raised.
    """
    if concern.closed_at is not None or holder_of(concern):
        return None
    since = concern.raised_at
    if concern.looked_at and concern.held_until and concern.held_until > since:
        since = concern.held_until
    begins = next((max(since, one.starts_at) for one in staffed if one.ends_at > since), since)
    return Clock(moment - since, begins + target_of(concern.level) - moment)


def spell(length: timedelta) -> str:
    """A length of time, coarsely: minutes up to two hours, then hours, then days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}
