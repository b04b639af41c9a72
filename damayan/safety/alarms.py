"""What wakes guides: a job when somebody may need help now, and the topic of their open pages.

The jobs themselves live in ``moderation``, which knows who the guides are.
"""

from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.safety.models import Concern

ALERT = "moderation.alert"
TOPIC = "concerns"
RAISED, WAITING = "raised", "waiting"
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


def _defer(job: str, *, schedule_in: Any = None, **values: str) -> None:
    app.configure_task(job, schedule_in=schedule_in, priority=_FIRST).defer(**values)
