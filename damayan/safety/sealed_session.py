"""What is remembered of somebody in their own session, sealed: no table tells it to a reader."""

import base64
import binascii
import json
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from damayan.foundation.crypto import CannotOpen, installation_key, open_sealed, seal


def keep(session: SessionBase, name: str, kept: dict[str, Any]) -> None:
    """Remember ``kept`` (plain JSON) under ``name``."""
    sealed = seal(installation_key(), json.dumps(kept).encode(), name)
    session[name] = base64.b64encode(sealed).decode()


def kept(session: SessionBase, name: str) -> dict[str, Any]:
    """What was kept under ``name``; nothing when there is none, or it does not open."""
    if name not in session:
        return {}
    try:
        sealed = base64.b64decode(session[name])
        found: dict[str, Any] = json.loads(open_sealed(installation_key(), sealed, name))
    except (CannotOpen, ValueError, binascii.Error):
        return {}
    return found
