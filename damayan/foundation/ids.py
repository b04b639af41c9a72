"""Public names of rows: random, so that neither order nor time can be read from them."""

import secrets

# No vowels (no accidental words), no look-alikes.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
KEY_LENGTH = 12


def new_key() -> str:
    """A random key of 12 characters (57 bits) for a URL; unique by constraint, not by luck."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(KEY_LENGTH))


def new_seed() -> int:
    """A random positive 31-bit seed for a woven picture."""
    return secrets.randbits(31)
