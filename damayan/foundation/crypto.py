"""Sealing what must not be readable in a stolen database: AES-256-GCM from ``cryptography``.

A sealed value is one version byte, a 12-byte random nonce, then ciphertext with its 16-byte tag.
``context`` is bound to the value as associated data: a value moved to another row does not open.
"""

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_VERSION = b"\x01"
_NONCE = 12


class CannotOpen(Exception):
    """The key is another one, or the value was changed."""


def new_secret() -> bytes:
    """32 random bytes for AES-256."""
    return secrets.token_bytes(32)


def seal(key: bytes, value: bytes, context: str) -> bytes:
    """Encrypt ``value`` under a 32-byte ``key``, bound to ``context``."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, value, context.encode())


def open_sealed(key: bytes, sealed: bytes, context: str) -> bytes:
    """Decrypt what ``seal`` made; raises CannotOpen for another key, context or changed bytes."""
    sealed = bytes(sealed)
    if sealed[:1] != _VERSION:
        raise CannotOpen
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, context.encode())
    except InvalidTag:
        raise CannotOpen from None


@lru_cache(maxsize=1)
def _installation_key(encoded: str) -> bytes:
    key = base64.b64decode(encoded or "")
    if len(key) != 32:
        raise ImproperlyConfigured("The installation key is missing or is not 32 bytes of base64.")
    return key


def installation_key() -> bytes:
    """The key that wraps all others; raises ImproperlyConfigured when there is none."""
    return _installation_key(settings.INSTALLATION_KEY)
