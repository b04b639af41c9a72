"""How often: per name tight, per address wide, since a whole barangay may sit behind one address.

The numbers are ACCOUNT_RATE_LIMITS; addresses are the day's pseudonyms (see middleware), names are
hashed, and both are gone when their window is over.
"""

import time

from allauth.core.internal.ratelimit import apply_rate, consume, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

_APP = "allauth.account"


def count(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one ``action``; False when that is more than its limit allows."""
    return bool(consume(request, app=_APP, action=action, key=key, limit_get=True))


def reached(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Whether one more ``action`` would be too many; counts nothing and writes nothing."""
    return any(
        not apply_rate(cache.get(place, []), time.time(), rate, dry_run=True)[0]
        for rate in get_rates(app=_APP, action=action)
        for place in [get_cache_key(request, app=_APP, action=action, rate=rate, key=key)]
    )
