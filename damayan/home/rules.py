"""What the front page says first."""

from datetime import datetime

from django.utils.translation import gettext as _

_NIGHT_ENDS, _NOON, _EVENING, _NIGHT = 5, 12, 18, 23


def greeting(moment: datetime) -> str:
    """Words for the local hour; never a name, somebody may look over a shoulder."""
    if moment.hour < _NIGHT_ENDS or moment.hour >= _NIGHT:
        return _("You are up late. Good that you are here.")
    if moment.hour < _NOON:
        return _("Good morning.")
    if moment.hour < _EVENING:
        return _("Good afternoon.")
    return _("Good evening.")
