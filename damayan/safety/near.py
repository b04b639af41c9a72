"""Where somebody is and whose load they have, if they said so: it only orders the numbers to call.

Asked once and never as a barrier, kept sealed in their own session, gone with it.
"""

from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase

from damayan.safety import sealed_session
from damayan.safety.models import EVERYWHERE, Helpline

_NAME = "near"


@dataclass(frozen=True)
class Near:
    """``place`` as a helpline names it, ``network`` a slug of Network; both "" when not said."""

    place: str = ""
    network: str = ""

    def __bool__(self) -> bool:
        return bool(self.place or self.network)

    def reaches(self, line: Helpline) -> bool:
        """Whether their network can call it, as far as we know."""
        return not (self.network and line.networks) or self.network in line.networks

    def rank(self, line: Helpline) -> tuple[bool, int, bool]:
        """Smaller comes first: within reach, for their place, at no cost."""
        away = [self.place, EVERYWHERE, line.place].index(line.place)
        return not self.reaches(line), away, self.network not in line.free_from


NOWHERE = Near()


def of(session: SessionBase) -> Near:
    """What the person said; nothing when they did not. No query beyond the session's own."""
    said = sealed_session.kept(session, _NAME)
    return Near(said.get("place", ""), said.get("network", "")) if said else NOWHERE


def remember(session: SessionBase, said: Near) -> None:
    """Keep what they said, or forget what they said before."""
    if said:
        sealed_session.keep(session, _NAME, {"place": said.place, "network": said.network})
    elif _NAME in session:
        del session[_NAME]
