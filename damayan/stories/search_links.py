"""A search as a link that says nothing: sealed, short-lived, and only for who asked.

See docs/decisions/0006-search.md: words that somebody looks for in the night do not belong into a
phone's history or a proxy's log, and yet the back button and reloading must work.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass, fields

from damayan.foundation import crypto
from damayan.foundation.clock import now
from damayan.people.models import Person

LASTS = 2 * 60 * 60
_CONTEXT = "stories.search"
_LONGEST = 4000


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, and slugs that narrow it ("" means any)."""

    words: str = ""
    group: str = ""
    kind: str = ""
    language: str = ""
    helped: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def link_for(asked: Asked, person: Person | None) -> str:
    """A URL-safe token for ``asked`` that opens for ``person`` alone (None: any visitor)."""
    kept = {**asdict(asked), "by": person.pk if person else 0, "at": int(now().timestamp())}
    sealed = crypto.seal(crypto.installation_key(), json.dumps(kept).encode(), _CONTEXT)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_link(token: str, person: Person | None) -> Asked | None:
    """What a token asked for; None when it is too old, somebody else's, or not ours."""
    try:
        sealed = base64.urlsafe_b64decode(token[:_LONGEST] + "=" * (-len(token) % 4))
        kept = json.loads(crypto.open_sealed(crypto.installation_key(), sealed, _CONTEXT))
    except (binascii.Error, ValueError, crypto.CannotOpen):
        return None
    age = now().timestamp() - kept["at"]
    if kept["by"] != (person.pk if person else 0) or age > LASTS:
        return None
    return Asked(**{field.name: kept[field.name] for field in fields(Asked)})
