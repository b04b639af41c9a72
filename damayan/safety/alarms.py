"""What wakes guides: a job when somebody may need help now, and the topic of their open pages.

The alert itself lives in ``moderation``, which knows who the guides are.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.safety.models import Concern

ALERT = "moderation.alert"
TOPIC = "concerns"
THINK_OF = "safety.think_of"
LINE_SAID = "safety.line_said"
RAISED, WAITING, ASKED = "raised", "waiting", "asked"
# The next guides, when those on shift do not come; the guide who looked after it is gone.
NEXT, LEFT = "next", "left"
_A_DAY = {"hours": 24}
_FIRST = 10


def changed() -> None:
    """Let open pages of guides look again, once the running transaction has committed."""
    live.notify(TOPIC)


def alarm(concern: Concern) -> None:
    """Have guides told once of an urgent concern, and coordinators if nobody takes it up in time.

    Jobs of the caller's transaction: nobody waits for them, and they fall with it.
    """
    if concern.level < Concern.Level.URGENT or concern.alarmed_at is not None:
        return
    concern.alarmed_at = now()
    concern.save(update_fields=["alarmed_at"])
    _defer(ALERT, key=concern.key, why=RAISED)
    minutes = {"minutes": settings.CLIMB_MINUTES}
    _defer(ALERT, schedule_in=minutes, key=concern.key, why=WAITING)
    _defer(THINK_OF, schedule_in=_A_DAY, key=concern.key)


def ask_to_write(concern: Concern) -> None:
    """Have guides told that the author would like one of them to write."""
    _defer(ALERT, key=concern.key, why=ASKED)


def alert_later(concern: Concern, why: str, *, at: datetime, turn: str = "") -> None:
    """Have the alert ``why`` looked at again at a moment; ``turn`` names the claim it is about."""
    _defer(ALERT, schedule_at=at, key=concern.key, why=why, turn=turn)


def line_said(concern: Concern, number: int) -> None:
    """Have guides told that the author wrote on their private line; ``number`` of the message.

    And all of them, if nobody has answered after a while.
    """
    said = {"key": concern.key, "number": str(number)}
    _defer(LINE_SAID, **said)
    _defer(LINE_SAID, schedule_in={"minutes": settings.CLIMB_MINUTES}, **said, still="yes")
    changed()


def _defer(job: str, *, schedule_in: Any = None, schedule_at: Any = None, **values: str) -> None:
    when = {"schedule_in": schedule_in, "schedule_at": schedule_at}
    app.configure_task(job, priority=_FIRST, **when).defer(**values)
