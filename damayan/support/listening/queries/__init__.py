"""What the pages of this part need, each in a fixed number of queries."""

from damayan.support.listening.queries.pages import (
    Asking,
    Heard,
    Listening,
    Said,
    Spoken,
    asking,
    listening,
    offer_for,
    spoken,
    talk_for,
    talks,
    wish_for,
    wish_words,
)
from damayan.support.listening.queries.standing import (
    Waiting,
    open_talks,
    waiting_times,
)

__all__ = [
    "Asking",
    "Heard",
    "Listening",
    "Said",
    "Spoken",
    "Waiting",
    "asking",
    "listening",
    "offer_for",
    "open_talks",
    "spoken",
    "talk_for",
    "talks",
    "waiting_times",
    "wish_for",
    "wish_words",
]
