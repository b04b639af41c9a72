"""A text in pieces with their words, so that the guard asks each piece only what it could answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[a-zñ']+")
TYPED = re.compile(r"[A-Za-zñÑ][A-Za-zñÑ']*")
STOP = re.compile(r"(?<=[a-zñ0-9)\"'’]{3})[.!?…]+\s+|(?<!:)\n\s*\n\s*")
SHORTENED = re.compile(
    r"(?:\b(?:brgy|prof|subd|engr|atty|blk|apt|bldg|univ|ave|phase|acct|govt|dept|elem|mrs|sta|sto"
    r"|capt|gov|sen|rep|ext|tel|mob|num|cell|fax|corp|inc))[.]+\s+\Z",
    re.IGNORECASE,
)
LONG, OVER = 320, 110


@dataclass(slots=True)
class Segment:
    """Characters `start` to `end`; matches that begin before `own` belong here."""

    text: str
    start: int
    own: int
    end: int
    words: frozenset[str]
    spots: list[tuple[str, int]] | None = None

    def matches(self, pattern: re.Pattern[str], firsts: frozenset[str]) -> Iterator[re.Match[str]]:
        """Matches that begin with one of the words `firsts`, not overlapping."""
        if not self.words & firsts:
            return
        free = self.start
        for word, place in self._placed():
            if word in firsts and place >= free:
                match = pattern.match(self.text, place, self.end)
                if match:
                    free = match.end()
                    yield match

    def _placed(self) -> list[tuple[str, int]]:
        """Every word with its place, in lower case and without apostrophes at its start."""
        if self.spots is None:
            found = TYPED.finditer(self.text, self.start, self.own)
            self.spots = [(match[0].lower(), match.start()) for match in found]
        return self.spots


def segments(text: str) -> list[Segment]:
    """Sentences, long ones cut at spaces; `end` reaches beyond a cut, so that nothing is torn."""
    return [
        Segment(text, start, own, end, frozenset(WORD.findall(text[start:end].lower())))
        for start, own, end in _pieces(text)
    ]


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    start = 0
    for stop in STOP.finditer(text):
        if stop.start() > start and not SHORTENED.search(
            text, max(start, stop.start() - 8), stop.end()
        ):
            yield from _cut(text, start, stop.end())
            start = stop.end()
    if start < len(text):
        yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    while end - start > LONG:
        space = text.rfind(" ", start + LONG // 2, start + LONG)
        cut = space + 1 if space > 0 else start + LONG
        yield start, cut, min(end, cut + OVER)
        start = cut
    yield start, end, end
