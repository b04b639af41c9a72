"""What the statistical model sees of a text; the same code when it is trained and when it runs."""

import math
import re
from dataclasses import dataclass
from zlib import crc32

from damayan.safety.screening.phrases import Finding
from damayan.safety.screening.reader import Page
from damayan.safety.screening.rulebook import Rulebook

WORD_BUCKETS = 1 << 17
CHAR_BUCKETS = 1 << 16
WORD = re.compile(r"[a-z']+")
PRESENT = (
    "i", "you", "they", "negator", "longago", "now", "supportcue", "laughing", "die", "want",
    "killself", "suicide", "pain", "tears", "harmself", "means", "cited", "dontwant", "live",
    "relation",
)  # fmt: skip
RATED = ("i", "you", "they", "negator")
LEVELS = ("noted", "cue", "urgent", "strong", "concern", "hint")
MAX_WORDS = 3000


@dataclass(frozen=True, slots=True)
class Features:
    """Hash buckets of words and word pairs, the distinct words, and named numbers from 0 to 1."""

    words: list[int]
    distinct: list[str]
    numbers: dict[str, float]


def features(text: str, page: Page, findings: list[Finding], book: Rulebook) -> Features:
    """All features of one text."""
    found = WORD.findall(text.lower().replace("’", "'"))[:MAX_WORDS]
    pairs = {f"{a} {b}" for a, b in zip(found, found[1:], strict=False)}
    distinct = sorted(set(found))
    buckets = [crc32(word.encode()) & (WORD_BUCKETS - 1) for word in (*distinct, *pairs)]
    return Features(buckets, distinct, _numbers(page, findings, book))


def char_buckets(word: str) -> list[int]:
    """Hash buckets of the three to five letter pieces of one word with its edges."""
    padded = f" {word[:30]} "
    return [
        crc32(padded[start : start + size].encode()) & (CHAR_BUCKETS - 1)
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    ]


def _numbers(page: Page, findings: list[Finding], book: Rulebook) -> dict[str, float]:
    words = [bits for sentence in page.sentences for bits in sentence.bits]
    total = max(1, len(words))
    numbers = {f"has.{name}": 1.0 for name in PRESENT if page.mask & book.bit(name)}
    for key, bit in book.ideas:
        if page.mask & bit:
            numbers[key] = 1.0
    for name in RATED:
        number = book.number(name)
        numbers[f"rate.{name}"] = min(1.0, 8 * sum(number in bits for bits in words) / total)
    numbers["rate.i-you"] = numbers["rate.i"] - numbers["rate.you"]
    numbers["length"] = math.log(total) / 6
    numbers["length.squared"] = numbers["length"] ** 2
    numbers["asks"] = min(1.0, sum(sentence.asks for sentence in page.sentences) / 5)
    numbers.update(_opening(page, book))
    numbers.update(_found(findings))
    return numbers


def _opening(page: Page, book: Rulebook) -> dict[str, float]:
    """Whom the first two sentences speak of."""
    return {
        f"opens.{name}": 1.0
        for name in ("i", "you")
        if any(sentence.mask & book.bit(name) for sentence in page.sentences[:2])
    }


def _found(findings: list[Finding]) -> dict[str, float]:
    english = [f for f in findings if f.rule.startswith("en.")]
    numbers = {f"{_fate(f)}.{f.rule}": 1.0 for f in english}
    for level in LEVELS:
        for kind in ("suicide_self_harm", "distress"):
            places = {f.start for f in findings if f.level == level and f.kind == kind}
            numbers[f"found.{kind}.{level}"] = min(1.0, math.log1p(len(places)) / 1.5)
    own = {f.start for f in findings if f.subject == "i" and f.level == "urgent"}
    numbers["found.own"] = min(1.0, math.log1p(len(own)))
    return numbers


def _fate(finding: Finding) -> str:
    return "noted" if finding.level == "noted" else "rule"
