"""Words of somebody whose sign-in has ended, kept in their session until they are back.

Sealed with the installation's key: there is no person yet whose key could be used.
"""

import base64
import binascii

from django.http import HttpRequest

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen, installation_key, open_sealed, seal
from damayan.stories.drafting import Fields, pack, unpack

_NAME = "kept_words"
_DAY = 24 * 60 * 60


def keep(request: HttpRequest, place: str, fields: Fields) -> None:
    """Keep one form's words for a day; what is too long is left to the browser's own memory."""
    if not fields:
        return
    try:
        value = seal(installation_key(), pack(fields), _context(place))
    except ValueError:
        return
    request.session[_NAME] = {
        "place": place,
        "until": now().timestamp() + _DAY,
        "sealed": base64.b64encode(value).decode(),
    }


def kept(request: HttpRequest, place: str) -> Fields:
    """What was kept for the form ``place``; {} when nothing."""
    found = request.session.get(_NAME)
    if not found or found["place"] != place or found["until"] < now().timestamp():
        return {}
    try:
        value = base64.b64decode(found["sealed"])
        return unpack(open_sealed(installation_key(), value, _context(place)))
    except (CannotOpen, ValueError, binascii.Error):
        return {}


def forget(request: HttpRequest, place: str) -> None:
    """They were sent."""
    found = request.session.get(_NAME)
    if found and found["place"] == place:
        del request.session[_NAME]


def _context(place: str) -> str:
    return f"kept:{place}"
