"""Tokens of invitations: shown once, kept as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """192 random bits, safe in a URL."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """SHA-256 in hex; plain, because the token itself cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
