"""The live channel: what changed reaches an open page within a moment, over one connection.

A room registers a stream by name and says ``notify(topic)`` where it writes. The row is the truth:
a notification only says "look again", so a lost one loses nothing. How to add a stream, and why
all this is as it is: docs/decisions/0007-live-channel.md.
"""

from damayan.foundation.live.streams import Asked, Event, State, Stream, register, version_of
from damayan.foundation.live.waking import notify, rights_changed

__all__ = [
    "Asked",
    "Event",
    "State",
    "Stream",
    "notify",
    "register",
    "rights_changed",
    "version_of",
]
