"""A sealed note from a conversation to the directory: for whom, and from where.

Whoever talks with somebody opens the directory with it, so that no address names a person.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen, installation_key, open_sealed, seal

_CONTEXT = "referral-ticket"
_A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Ticket:
    """Who suggests, to whom, and out of what (kind and key of a conversation or question)."""

    by_id: int
    person_id: int
    from_kind: str
    from_key: str


def write(ticket: Ticket) -> str:
    """As letters for an address; good for a day."""
    words = json.dumps({**asdict(ticket), "at": int(now().timestamp())}).encode()
    return base64.urlsafe_b64encode(seal(installation_key(), words, _CONTEXT)).decode().rstrip("=")


def read(words: str, *, by_id: int) -> Ticket | None:
    """The ticket that ``write`` made for this very person; None for anything else."""
    try:
        sealed = base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))
        kept = json.loads(open_sealed(installation_key(), sealed, _CONTEXT))
    except (CannotOpen, ValueError, binascii.Error):
        return None
    if kept.pop("at") < now().timestamp() - _A_DAY or kept["by_id"] != by_id:
        return None
    return Ticket(**kept)
