"""The words that rules speak of: named classes and phrases, read from data files.

Every distinct element of a pattern has one bit. A word's mask is the set of elements it meets, so
that asking "could this rule apply at all" is one integer operation.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from damayan.safety.screening.normal import readings, skeleton

CACHE_LIMIT = 60_000
AGE = re.compile(r"(?:[3-9]|1[0-7])(?:yo|yrs?old|yearsold|f|m)?")
MANY = 5
GAPS = (".", "~")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pattern: an element's bit, or a gap of up to `gap` words when `bit` is -1.

    A gap may be confined to words that meet `inside`.
    """

    bit: int
    gap: int = 0
    inside: int = -1
    ending: bool = False
    optional: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Steps in order, and the mask of elements without which it cannot match."""

    steps: tuple[Step, ...]
    needs: int


Look = tuple[int, tuple[int, ...], frozenset[int], frozenset[int]]
"""The elements a word meets as a mask, the patterns it could anchor, the elements as a set, and those
of them that are second elements of patterns."""


@dataclass(slots=True)
class Lexicon:
    """Maps words to masks; grows while data files are read, then stays as it is."""

    bits: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    prefixes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    suffixes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    phrases: list[tuple[int, Pattern]] = field(default_factory=list)
    made: int = 0
    anchored: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    anchors: int = 0
    loose: list[int] = field(default_factory=list)
    raised: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    raises: list[tuple[int, ...]] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)
    second: list[int] = field(default_factory=list)
    seconds: frozenset[int] = frozenset()
    includes: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    named: set[str] = field(default_factory=set)
    by_skeleton: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_length: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    cache: dict[str, Look] = field(default_factory=dict)
    frequent: frozenset[str] = frozenset()
    negative: int = 0
    beginnings: list[tuple[int, dict[str, int]]] = field(default_factory=list)
    endings: list[tuple[int, dict[str, int]]] = field(default_factory=list)

    def bit(self, key: str) -> int:
        """The bit of an element such as `die|<death>`, made on first use."""
        if key not in self.bits:
            self.bits[key] = len(self.bits)
            self._teach(key)
        return self.bits[key]

    def _teach(self, key: str) -> None:
        number = 1 << self.bits[key]
        if key.startswith("<") and "|" not in key:
            return
        for choice in key.split("|"):
            if choice.startswith("<"):
                self.includes[self.bit(choice)] |= number
            elif choice == "$":
                continue
            elif "_" in choice:
                self.phrases.append((self.bits[key], self.pattern(choice.replace("_", " "))))
            elif choice.endswith("*"):
                self.prefixes[choice[:-1]] |= number
            elif choice.startswith("*"):
                self.suffixes[choice[1:]] |= number
            else:
                self.words[choice] |= number

    def define(self, name: str, choices: list[str]) -> None:
        """Add words and phrases to the class `<name>`."""
        key = f"<{name}>"
        number = self.bit(key)
        self.named.add(key)
        for choice in choices:
            if " " in choice:
                self.phrases.append((number, self.pattern(choice)))
            else:
                self.includes[self.bit(choice)] |= 1 << number

    def pattern(self, source: str) -> Pattern:
        """Compile `i|we <want> to? ..3 <die> !laughing`; see rules' README for the grammar."""
        steps = []
        needs = 0
        for part in source.split():
            if part[:1] in GAPS:
                inside = self.bit("<fill>") if part[0] == "~" else -1
                steps.append(Step(-1, gap=int(part.lstrip(".~")), inside=inside))
                continue
            absent, optional = part.startswith("!"), part.endswith("?")
            bit = self.bit(part.removeprefix("!").removesuffix("?"))
            steps.append(Step(bit, ending="$" in part, optional=optional, absent=absent))
            if "$" not in part and not absent and not optional:
                needs |= 1 << bit
        return Pattern(tuple(steps), needs)

    def close(self) -> None:
        """Spread inclusion once all files are read, and index words for texting and masking."""
        unknown = {k for k in self.bits if k.startswith("<") and "|" not in k} - self.named
        if unknown:
            raise ValueError(f"Undefined word classes: {', '.join(sorted(unknown))}")
        for table in (self.words, self.prefixes, self.suffixes):
            for word, mask in table.items():
                table[word] = self.spread(mask)
        self.beginnings, self.endings = _by_size(self.prefixes), _by_size(self.suffixes)
        self._close_phrases()
        for word in self.words:
            self.by_length[(len(word), word[:1])].append(word)
            if len(word) >= 5 and len(skeleton(word)) >= 3:
                self.by_skeleton[skeleton(word)].append(word)
        self.negative = self._negative()
        self.cache.clear()

    def _close_phrases(self) -> None:
        self.phrases = [(self.spread(1 << bit), pattern) for bit, pattern in self.phrases]
        for mask, _ in self.phrases:
            self.made |= mask

    def anchor(self, patterns: list[Pattern]) -> None:
        """Number the patterns and remember each under its rarest element, if words alone meet it.

        So a text is only asked about patterns that one of its words could start.
        """
        width: dict[int, float] = defaultdict(float)
        for word, mask in self.words.items():
            for bit in _bits(mask):
                width[bit] += 20 if word in self.frequent else 1
        for number, pattern in enumerate(patterns):
            needed = list(_bits(pattern.needs))
            firm = [bit for bit in needed if not self.made >> bit & 1]
            if firm or needed:
                bit, *others = sorted(firm or needed, key=lambda bit: width[bit])
                self.anchored[bit].append(number)
                self.second.append(others[0] if firm and others else -1)
                if not firm:
                    self.raised[bit].append(number)
            else:
                self.loose.append(number)
                self.second.append(-1)
        self.seconds = frozenset(self.second)
        self.anchors = sum(1 << bit for bit in self.anchored)
        raising = sum(1 << bit for bit in self.raised)
        self.raises = [
            tuple(n for bit in _bits(mask & raising) for n in self.raised[bit])
            for mask, _ in self.phrases
        ]
        self.least = [pattern.needs & ~self.made for pattern in patterns]
        self.needs = [pattern.needs for pattern in patterns]
        self.cache.clear()

    def _negative(self) -> int:
        """The elements that are negations themselves, as in `<dontwant>` or `no|nothing`."""
        negators = self.words_of("<negator>")
        mask = 0
        for key, number in self.bits.items():
            if key == "<dontwant>" or set(key.split("|")) & ({"<dontwant>"} | negators):
                mask |= 1 << number
        return mask

    def words_of(self, key: str) -> set[str]:
        """The single words of a class."""
        number = 1 << self.bits[key]
        return {word for word, mask in self.words.items() if mask & number}

    def spread(self, mask: int) -> int:
        """A mask with everything that its elements are included in."""
        todo = mask
        while todo:
            low = todo & -todo
            todo ^= low
            new = self.includes.get(low.bit_length() - 1, 0) & ~mask
            mask |= new
            todo |= new
        return mask

    def mask(self, word: str) -> int:
        """Every element that a word as typed meets."""
        return self.look(word)[0]

    def look(self, word: str) -> Look:
        """Everything known about a word as typed; kept for next time."""
        found = self.cache.get(word)
        if found is None:
            if len(self.cache) > CACHE_LIMIT:
                self.cache.clear()
            mask = self._look_up(word)
            numbers = tuple(n for bit in _bits(mask & self.anchors) for n in self.anchored[bit])
            bits = frozenset(_bits(mask))
            found = self.cache[word] = mask, numbers, bits, bits & self.seconds
        return found

    def _look_up(self, word: str) -> int:
        forms = readings(word[:60])
        mask = 0
        for form in forms:
            mask |= self.words.get(form, 0) | self._affixed(form)
        if not mask and len(forms[0]) >= 3:
            mask = self._texted(forms[-1]) | self._starred(forms[0])
        if forms[0].isdigit() and len(forms[0]) < 5 and int(forms[0]) >= MANY:
            mask |= self.words.get("#many", 0)
        if AGE.fullmatch(forms[0]):
            mask |= self.words.get("#minor", 0)
        return mask

    def _affixed(self, form: str) -> int:
        mask = 0
        for size, beginnings in self.beginnings:
            mask |= beginnings.get(form[:size], 0)
        for size, endings in self.endings:
            mask |= endings.get(form[-size:], 0)
        return mask

    def _texted(self, form: str) -> int:
        bones = skeleton(form)
        if len(bones) < 3 or len(form) - len(bones) > len(bones) // 2:
            return 0
        mask = 0
        for word in self.by_skeleton.get(bones, ()):
            if _within(form, word):
                mask |= self.words[word]
        return mask

    def _starred(self, form: str) -> int:
        if "*" not in form or not form.replace("*", "").isalnum():
            return 0
        for word in self.by_length.get((len(form), form[:1]), ()):
            if all(a in ("*", b) for a, b in zip(form, word, strict=True)):
                return self.words[word]
        return 0


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _by_size(affixes: dict[str, int]) -> list[tuple[int, dict[str, int]]]:
    sizes = sorted({len(affix) for affix in affixes})
    return [(size, {a: m for a, m in affixes.items() if len(a) == size}) for size in sizes]


def _within(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)
