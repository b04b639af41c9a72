"""Generated persona names: two gentle words in one language, with a random picture.

Only generated names are worn: nobody can enter their own, a friend's or "Guide Ana".
"""

import json
import re
import secrets
from functools import cache
from pathlib import Path
from typing import NamedTuple

from damayan.foundation.ids import new_seed
from damayan.groups.models import Group, Persona

_FILE = Path(__file__).parent / "data" / "names.json"
_SHAPE = re.compile(r"(\S+) (\S+)(?: \d{1,4})?")
# Past this many tries the two words alone are getting rare in a large group.
_TRIES = 60


class Look(NamedTuple):
    """A name and the seed of its woven picture."""

    name: str
    seed: int


@cache
def _words(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    everything = json.loads(_FILE.read_text(encoding="utf-8"))
    chosen = everything.get(language) or everything["en"]
    return tuple(chosen["first"]), tuple(chosen["second"])


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that names exist in."""
    return tuple(json.loads(_FILE.read_text(encoding="utf-8")))


def suggest(language: str, count: int) -> list[Look]:
    """``count`` different names with random seeds; English where ``language`` has no words.

    Fewer only where the words make no more.
    """
    firsts, seconds = _words(language)
    found: dict[str, int] = {}
    while len(found) < min(count, len(firsts) * len(seconds)):
        found.setdefault(_name(language), new_seed())
    return [Look(name, seed) for name, seed in found.items()]


def free_names(
    group: Group, language: str, count: int, without: frozenset[str] = frozenset()
) -> list[Look]:
    """``count`` names that nobody wears in ``group`` and that are not in ``without``; one query.

    In a group so large that two words run out, a number from 2 to 9999 follows.
    """
    looks = suggest(language, _TRIES) + [
        Look(f"{_name(language)} {secrets.randbelow(9998) + 2}", new_seed()) for _ in range(_TRIES)
    ]
    worn = Persona.objects.filter(group=group, name__in=[look.name for look in looks])
    taken = set(worn.values_list("name", flat=True)) | without
    return [look for look in looks if look.name not in taken][:count]


def free_name(group: Group, language: str) -> Look:
    """One name that nobody wears in ``group``; one query."""
    return free_names(group, language, 1)[0]


def is_generated(name: str) -> bool:
    """Whether ``name`` could have come from here."""
    parts = _SHAPE.fullmatch(name)
    return parts is not None and any(
        parts[1] in firsts and parts[2] in seconds
        for firsts, seconds in (_words(language) for language in languages())
    )


def _name(language: str) -> str:
    firsts, seconds = _words(language)
    return f"{secrets.choice(firsts)} {secrets.choice(seconds)}"
