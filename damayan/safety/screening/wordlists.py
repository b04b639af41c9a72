"""A coordinator's own list of words for a group, met however people spell them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from damayan.safety.screening.normal import (
    EMOJI,
    JOINTS,
    SHAPE,
    Token,
    plain,
    readings,
    skeleton,
    tokens,
)
from damayan.safety.screening.types import Span
from damayan.safety.screening.vocabulary import common_words

LISTED = "listed"
RARE_DOUBLES = re.compile(r"([aiuhjkqvwxy])\1")
SPELLED = 3
PER_WORD = 60
CACHE_LIMIT = 20_000
HERE = re.compile(rf"\b\w(?:[ .–-]{{1,2}}\w\b){{{SPELLED - 1},}}|{EMOJI}|{SHAPE}")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of an entry; a prefix meets every word that begins so."""

    word: str
    prefix: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list as the coordinator wrote it, and its words."""

    line: str
    parts: tuple[Part, ...]


@dataclass(slots=True)
class WordList:
    """Entries by the spelling of their first word; prefixes and skeletons by theirs."""

    words: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    prefixes: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    bones: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    starred: dict[tuple[str, int], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    sizes: tuple[int, ...] = ()
    reach: int = 0
    seen: dict[str, "Opening"] = field(default_factory=dict)

    def opening(self, typed: str) -> "Opening":
        """What could begin in these letters of a text; kept for next time."""
        known = self.seen.get(typed)
        if known is None:
            if len(self.seen) > CACHE_LIMIT:
                self.seen.clear()
            known = self.seen[typed] = self._opening(typed)
        return known

    def _opening(self, typed: str) -> "Opening":
        row = list(_units(tokens(typed)))
        begun = [entry for unit in row for entry in _beginning(self, unit.word)]
        alone = len(row) != 1 or any(len(entry.parts) == 1 for entry in begun)
        return Opening(bool(begun), alone, tuple(e.parts[1] for e in begun if len(e.parts) > 1))


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether entries could begin here, whether without a second word, and their second words."""

    any: bool
    alone: bool
    seconds: tuple[Part, ...]

    def follows(self, typed: str) -> bool:
        """Whether what stands next could go on; only plain words are ever ruled out."""
        return self.alone or not typed.isalpha() or any(_meets(p, typed) for p in self.seconds)


def words_found(text: str, words: Iterable[str]) -> list[Span]:
    """Where a text uses words or phrases of a list, by place, not overlapping, longest first.

    An entry is a whole word or a phrase of them; `*` at the end of a word takes any ending. Capitals,
    accents, doubled letters, numbers for letters, stars, missing vowels and letters set apart are
    forgiven. The spans have the kind `listed` and the entry as written for `rule`.
    """
    book = _compiled(tuple(words))
    found: list[Span] = []
    free = 0
    row = list(HERE.finditer(text)) if book.reach else []
    for place, match in enumerate(row):
        opening = book.opening(match[0])
        if not opening.any or match.end() <= free:
            continue
        if place + 1 == len(row) or opening.follows(row[place + 1][0]):
            found += _found_at(book, text, match.start(), match.end(), free)
            free = found[-1].end if found else 0
    return found


def _found_at(book: WordList, text: str, start: int, end: int, free: int) -> Iterator[Span]:
    """Entries that begin between `start` and `end`, none of them before `free`."""
    row = list(_units(tokens(text[start : end + book.reach])))
    for place, unit in enumerate(row):
        if start + unit.start >= end:
            return
        if start + unit.start >= free:
            length, line = _longest(book, row, place)
            if length:
                free = start + length
                yield Span(LISTED, start + unit.start, free, line)


@lru_cache(maxsize=256)
def _compiled(lines: tuple[str, ...]) -> WordList:
    book = WordList()
    for line in lines:
        parts = tuple(_parts(line))
        if not parts:
            continue
        entry, first = Entry(line, parts), parts[0]
        (book.prefixes if first.prefix else book.words)[first.word].append(entry)
        if not first.prefix:
            book.starred[first.word[0], len(first.word)].append(entry)
            if len(first.word) >= 5 and len(skeleton(first.word)) >= SPELLED:
                book.bones[skeleton(first.word)].append(entry)
        book.reach = max(book.reach, PER_WORD * (len(parts) - 1) + 1)
    book.sizes = tuple(sorted({len(prefix) for prefix in book.prefixes}))
    return book


def _parts(line: str) -> Iterator[Part]:
    for word in line.split():
        bare = JOINTS.sub("", plain(word.rstrip("*"))).replace("'", "").strip(',.;:!?"()')
        if bare:
            yield Part(bare, word.endswith("*"))


def _units(found: list[Token]) -> Iterator[Token]:
    """Words to look at: letters set apart are joined, words tied by hyphens or dots split."""
    run: list[Token] = []
    for token in found:
        if len(token.word) == 1 and token.sort == "word":
            run.append(token)
            continue
        if run:
            yield from _spelled(run)
            run = []
        if token.sort == "word" and not token.word.isalpha() and JOINTS.search(token.word):
            yield from _untied(token)
        elif token.sort != "pause":
            yield token
    yield from _spelled(run)


def _spelled(run: list[Token]) -> Iterator[Token]:
    if len(run) < SPELLED:
        yield from run
        return
    yield Token(run[0].start, run[-1].end, "".join(token.word for token in run), "word")


def _untied(token: Token) -> Iterator[Token]:
    """The whole word, then its pieces; pieces of one letter only make sense together."""
    yield token
    place = token.start
    pieces = JOINTS.split(token.word)
    for piece in pieces if any(len(piece) > 1 for piece in pieces) else ():
        if piece:
            yield Token(place, place + len(piece), piece, "word")
        place += len(piece) + 1


def _longest(book: WordList, row: list[Token], place: int) -> tuple[int, str]:
    """Where the longest entry that begins here ends, and the entry; 0 where none does."""
    best, line = 0, ""
    for entry in _beginning(book, row[place].word):
        end = _end(entry, row, place)
        if end > best:
            best, line = end, entry.line
    return best, line


def _beginning(book: WordList, word: str) -> Iterator[Entry]:
    forms = _forms(word)
    for form in forms:
        if form in book.words:
            yield from book.words[form]
        for size in book.sizes:
            if form[:size] in book.prefixes:
                yield from book.prefixes[form[:size]]
    if "*" in word:
        yield from book.starred.get((forms[0][0], len(forms[0])), ())
    bones = _bones(word)
    if bones in book.bones:
        yield from book.bones[bones]


def _end(entry: Entry, row: list[Token], place: int) -> int:
    """Where the entry ends when its words stand here one after the other, or 0."""
    for part in entry.parts:
        if place >= len(row) or not _meets(part, row[place].word):
            return 0
        end = row[place].end
        place += 1
        while place < len(row) and row[place].start < end:
            place += 1
    return end


@lru_cache(maxsize=20_000)
def _meets(part: Part, word: str) -> bool:
    forms = _forms(word)
    if part.prefix:
        return any(form.startswith(part.word) for form in forms)
    return part.word in forms or _starred(part.word, forms[0]) or _without_vowels(part.word, word)


def _starred(word: str, typed: str) -> bool:
    return (
        "*" in typed
        and len(typed) == len(word)
        and typed[0] != "*"
        and all(a in ("*", b) for a, b in zip(typed, word, strict=True))
    )


def _without_vowels(word: str, typed: str) -> bool:
    bones = _bones(typed)
    return bool(bones) and len(word) >= 5 and bones == skeleton(word)


@lru_cache(maxsize=20_000)
def _bones(word: str) -> str:
    """The consonants of a word typed with few vowels; nothing for a word in common use."""
    form = plain(word)
    bones = skeleton(form)
    few = len(form) - len(bones) <= len(bones) // 2
    return bones if len(bones) >= SPELLED and few and form not in common_words() else ""


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, ...]:
    """Every spelling under which a typed word is looked for, the plain one first."""
    forms = readings(word[:60])
    doubled = (RARE_DOUBLES.sub(r"\1", form) for form in forms)
    bare = (JOINTS.sub("", form) for form in forms)
    return tuple(dict.fromkeys((*forms, *doubled, *bare)))
