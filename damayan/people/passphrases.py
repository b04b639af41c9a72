"""Passphrases and sign-in names made for people, from plain words in their language."""

import json
import math
import re
import secrets
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "passphrase_words.json"
_SPACE = re.compile(r"\s+")
# 1,760 English or 1,234 Filipino words: 53.8 or 51.3 bits. Four words would be 43.1 and 41.1,
# below the 44 bits we promise.
WORDS = 5


@cache
def _words(language: str) -> tuple[str, ...]:
    everything = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(everything.get(language) or everything["en"])


def passphrase(language: str) -> str:
    """WORDS random words; English where ``language`` has no list."""
    return " ".join(secrets.choice(_words(language)) for _ in range(WORDS))


def passphrase_bits(language: str) -> float:
    """Entropy of ``passphrase``, in bits."""
    return WORDS * math.log2(len(_words(language)))


def sign_in_name(language: str) -> str:
    """Two words and four digits, such as "amber-river-4821": some 34 bits, so rarely taken."""
    words = _words(language)
    return f"{secrets.choice(words)}-{secrets.choice(words)}-{secrets.randbelow(9000) + 1000}"


def tidy(typed: str) -> str:
    """What a phone's keyboard adds taken away: spaces at the ends, and more than one between."""
    return _SPACE.sub(" ", typed).strip()
