"""How often: per name tight, per address wide, since a whole barangay may sit behind one address.

The numbers are ACCOUNT_RATE_LIMITS; addresses are the day's pseudonyms (see middleware), names are
hashed, and both are gone when their window is over.
"""

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

_APP = "allauth.account"


def count(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one ``action``; False when that is more than its limit allows."""
    return bool(consume(request, app=_APP, action=action, key=key, limit_get=True))


def reached(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Whether one more ``action`` would be too many; counts nothing."""
    return not consume(request, app=_APP, action=action, key=key, limit_get=True, dry_run=True)
