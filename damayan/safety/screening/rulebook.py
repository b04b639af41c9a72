"""The phrase rules: read from a folder of data files, versioned by their content."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from damayan.safety.screening.lexicon import Lexicon, Pattern
from damayan.safety.screening.types import KINDS

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "screening"
WORDS = re.compile(r"(?<=\w)\s*=\s*")
COLUMNS = re.compile(r"\t+| {2,}")
TRAILING = re.compile(r"(?:\s+[.~]+\d+)+$")
LEVELS = ("cue", "hint", "concern", "strong", "urgent", "shield")
FLAGS = frozenset({"self", "topic", "asis", "keepneg", "keeppast", "cite"})
SUBJECTS = ("i", "you", "they", "")


@dataclass(frozen=True, slots=True)
class Rule:
    """One transparent rule; `level` is one of LEVELS, the rest is explained in the data's README."""

    id: str
    kind: str
    level: str
    flags: frozenset[str]
    patterns: tuple[Pattern, ...]
    needs: int
    bars: int
    bars_text: int

    @property
    def family(self) -> str:
        """The idea behind the rule without its language: `die.want` of `en.die.want`."""
        return self.id.split(".", 1)[1]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that the phrase path knows."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    entries: tuple[tuple[Rule, Pattern], ...]
    version: str
    ideas: tuple[tuple[str, int], ...]
    masks: dict[str, int]

    def bit(self, name: str) -> int:
        """The mask of one named class, for the context rules."""
        return self.masks[name]

    def number(self, name: str) -> int:
        """The bit of one named class."""
        return self.lexicon.bits[f"<{name}>"]


@cache
def load(folder: Path = SHIPPED) -> Rulebook:
    """Read `words.*.txt` and `rules.*.txt` of a folder; raises ValueError naming a bad line."""
    lexicon = Lexicon()
    digest = hashlib.sha256()
    for path in sorted(folder.glob("words.*.txt")):
        digest.update(path.read_bytes())
        for row in _rows(path, WORDS, 2):
            lexicon.define(row[0], [choice.strip() for choice in row[1].split(";")])
    rules: list[Rule] = []
    for path in sorted(folder.glob("rules.*.txt")):
        digest.update(path.read_bytes())
        rules.extend(_rule(row, lexicon) for row in _rows(path, COLUMNS, 5))
    lexicon.close()
    lexicon.frequent = _frequent(folder)
    entries = [(rule, pattern) for rule in rules for pattern in rule.patterns]
    lexicon.anchor([pattern for _, pattern in (*lexicon.phrases, *entries)])
    return Rulebook(
        lexicon=lexicon,
        rules=tuple(rules),
        entries=tuple(entries),
        version=digest.hexdigest()[:10],
        ideas=_ideas(lexicon),
        masks={key[1:-1]: 1 << lexicon.bits[key] for key in lexicon.named},
    )


def _ideas(lexicon: Lexicon) -> tuple[tuple[str, int], ...]:
    """Every named class with its mask, for the statistical path."""
    return tuple((f"idea.{key}", 1 << lexicon.bits[key]) for key in sorted(lexicon.named))


def _frequent(folder: Path) -> frozenset[str]:
    """Frequent words of our languages, which make poor anchors."""
    path = folder / "languages.txt"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def _rows(path: Path, gap: re.Pattern[str], least: int) -> list[list[str]]:
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = [cell.strip() for cell in gap.split(line)]
        if len(row) < least:
            raise ValueError(f"{path.name} line {number}: {least} columns expected")
        rows.append(row)
    return rows


def _rule(row: list[str], lexicon: Lexicon) -> Rule:
    """A rule from `id, kind, level, flags, patterns[, with][, without][, note]`."""
    name, kind, level, flags, patterns, *rest = row
    together = rest[0].strip("-") if rest else ""
    without = rest[1].strip("-") if len(rest) > 1 else ""
    flag_set = frozenset(flags.replace("-", " ").split())
    if kind not in (*KINDS, "any") or level not in LEVELS or flag_set - FLAGS:
        raise ValueError(f"Rule {name}: unknown kind, level or flag")
    text_bars = [part[1:] for part in without.split() if part.startswith("^")]
    bars = [part for part in without.split() if not part.startswith("^")]
    return Rule(
        id=name,
        kind=kind,
        level=level,
        flags=flag_set,
        patterns=tuple(lexicon.pattern(_ended(p, level)) for p in patterns.split(";")),
        needs=_mask(together.split(), lexicon),
        bars=_mask(bars, lexicon),
        bars_text=_mask(text_bars, lexicon),
    )


def _ended(source: str, level: str) -> str:
    """Only a shield reaches on behind its last word."""
    return source if level == "shield" else TRAILING.sub("", source.rstrip())


def _mask(parts: list[str], lexicon: Lexicon) -> int:
    mask = 0
    for part in parts:
        mask |= 1 << lexicon.bit(part)
    return mask
