"""When very many come from one address: a moment of work for the machine, never a puzzle.

The form carries a challenge that home/challenge.js solves while the person fills it in. Without
JavaScript, or without a secure origin, the form carries ``waited`` instead, a signed moment:
pressed again after WAIT seconds, it counts as much. Both work once.
"""

import base64
import binascii
import hashlib
import json
from datetime import timedelta
from typing import Any

from altcha import v1
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.people import limits

# On average half as many SHA-256: one to three seconds in a cheap phone's browser. A program
# written for it needs some milliseconds; it keeps out scripts, not somebody who is determined.
HARDNESS = 100_000
# For who joins where a closed account was used: ten times as much.
HARDER = 1_000_000
LIFE = timedelta(hours=1)
WAIT = 30
LONGER_WAIT = 120
WAIT_LIFE = 60 * 60
_FIELDS = {"algorithm": str, "challenge": str, "number": int, "salt": str, "signature": str}


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="people.waited")


def new_challenge(*, hard: bool = False) -> dict[str, Any]:
    """A fresh challenge for ``parts/forms.html``: find n with sha256(salt + n) == challenge.

    A ``hard`` one takes ten times the work; what solves an easy one does not solve it.
    """
    made = v1.create_challenge(
        v1.ChallengeOptions(
            algorithm="SHA-256",
            max_number=HARDER if hard else HARDNESS,
            hmac_key=_key(hard=hard),
            expires=now() + LIFE,
        )
    )
    return dict(made.to_dict())


def solved(answer: str, *, hard: bool = False) -> bool:
    """Whether ``answer`` solves one of our challenges, in time and for the first time."""
    payload = _payload(answer)
    if payload is None:
        return False
    try:
        right, _problem = v1.verify_solution(payload, _key(hard=hard), check_expires=True)
    except ValueError:
        return False
    return bool(right) and _first_use(payload["challenge"], LIFE.total_seconds())


def new_wait() -> str:
    """A signed moment from which the waiting counts."""
    return _signer().sign(new_key())


def waited(request: HttpRequest, token: str, wait: int = WAIT) -> bool:
    """Whether ``token`` is between ``wait`` seconds and an hour old and used for the first time."""
    return (
        _is_over(token, wait) and limits.count(request, "waited") and _first_use(token, WAIT_LIFE)
    )


def passed(request: HttpRequest, *, hard: bool = False) -> bool:
    """Whether the posted form brings a solved challenge or has waited; longer when ``hard``."""
    wait = LONGER_WAIT if hard else WAIT
    answer, token = request.POST.get("altcha", ""), request.POST.get("waited", "")
    return solved(answer, hard=hard) or waited(request, token, wait)


def wait_for(request: HttpRequest, *, hard: bool = False) -> str:
    """The token for the page that is shown again: the clock that already runs, or a new one."""
    wait = LONGER_WAIT if hard else WAIT
    token = request.POST.get("waited", "")
    return token if _age(token) is not None and not _is_over(token, wait) else new_wait()


def _age(token: str) -> float | None:
    try:
        _signer().unsign(token, max_age=WAIT_LIFE)
        started = signing.b62_decode(token.rsplit(":", 2)[1])
    except (signing.BadSignature, IndexError, ValueError):
        return None
    return now().timestamp() - started


def _is_over(token: str, wait: int = WAIT) -> bool:
    age = _age(token)
    return age is not None and age >= wait


def _first_use(what: str, seconds: float) -> bool:
    return bool(cache.add("spent:" + hashlib.sha256(what.encode()).hexdigest(), 1, seconds))


def _payload(answer: str) -> Any:
    try:
        payload = json.loads(base64.b64decode(answer[:4096], validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(payload, dict) or not set(payload) >= set(_FIELDS):
        return None
    right = all(type(payload[name]) is kind for name, kind in _FIELDS.items())
    return {name: payload[name] for name in _FIELDS} if right else None


def _key(*, hard: bool = False) -> str:
    kind = "hard" if hard else ""
    return salted_hmac("people.challenge", kind, algorithm="sha256").hexdigest()
