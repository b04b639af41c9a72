"""A text laid out for rules: sentences of words with masks, and the phrases found in them."""

import re
from dataclasses import dataclass, field

from damayan.safety.screening.lexicon import Lexicon, Pattern
from damayan.safety.screening.normal import JOINTS, Token, tokens

QUOTED = re.compile(r"[\"“«][^\"“”«»\n]{2,400}[\"”»]|(?<!\w)['‘][^'‘’\n]{4,300}['’](?!\w)")


@dataclass(slots=True)
class Sentence:
    """Words between two stops. `clauses[i]` counts the pauses before word i."""

    words: list[Token] = field(default_factory=list)
    masks: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    emoji: list[str] = field(default_factory=list)
    jumps: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    mask: int = 0
    asks: bool = False


@dataclass(slots=True)
class Page:
    """A whole text, read."""

    text: str
    sentences: list[Sentence]
    quotes: list[tuple[int, int]]
    mask: int


def read(text: str, lexicon: Lexicon) -> Page:
    """Lay out `text`; linear in its length."""
    sentences = [Sentence()]
    pauses = 0
    for token in _mended(tokens(text), lexicon):
        sentence = sentences[-1]
        if token.sort == "stop":
            sentence.asks = "?" in token.word
            sentences.append(Sentence())
        elif token.sort == "pause":
            pauses += 1
        elif token.sort == "emoji":
            sentence.emoji.append(token.word)
        else:
            sentence.words.append(token)
            sentence.masks.append(lexicon.mask(token.word))
            sentence.clauses.append(pauses)
    sentences = [s for s in sentences if s.words or s.emoji]
    for sentence in sentences:
        for mask in sentence.masks:
            sentence.mask |= mask
        for sign in sentence.emoji:
            sentence.mask |= lexicon.mask(sign)
        _find_phrases(sentence, lexicon)
    mask = 0
    for sentence in sentences:
        mask |= sentence.mask
    quotes = [m.span() for m in QUOTED.finditer(text)] if any(c in text for c in "\"'“‘«") else []
    return Page(text, sentences, quotes, mask)


def matches(pattern: Pattern, sentence: Sentence) -> list[tuple[int, int]]:
    """Word ranges of a sentence that meet the pattern, left to right, not overlapping."""
    if pattern.needs & sentence.mask != pattern.needs:
        return []
    found = []
    place = 0
    while place < len(sentence.words):
        end = _match(pattern, 0, sentence, place)
        if end > place:
            found.append((place, end))
            place = end
        else:
            place += 1
    return found


def _match(pattern: Pattern, number: int, sentence: Sentence, place: int) -> int:
    """Where a match of the steps from `number` on ends, or -1."""
    if number == len(pattern.steps):
        return place
    step = pattern.steps[number]
    if step.bit < 0:
        for skip in range(min(step.gap, len(sentence.masks) - place) + 1):
            end = _match(pattern, number + 1, sentence, place + skip)
            if end >= 0:
                return end
            if step.inside >= 0 and not _meets(step.inside, sentence, place + skip):
                return -1
        return -1
    ends = _step_ends(step.bit, sentence, place)
    if step.absent:
        return -1 if ends else _match(pattern, number + 1, sentence, place)
    if step.ending and place == len(sentence.masks):
        ends.append(place)
    for after in ends:
        end = _match(pattern, number + 1, sentence, after)
        if end >= 0:
            return end
    return _match(pattern, number + 1, sentence, place) if step.optional else -1


def _meets(bit: int, sentence: Sentence, place: int) -> bool:
    return place < len(sentence.masks) and bool(sentence.masks[place] >> bit & 1)


def _step_ends(bit: int, sentence: Sentence, place: int) -> list[int]:
    ends = []
    if place < len(sentence.masks) and sentence.masks[place] >> bit & 1:
        ends.append(place + 1)
    for end, mask in sentence.jumps.get(place, ()):
        if mask >> bit & 1:
            ends.append(end)
    return ends


def _find_phrases(sentence: Sentence, lexicon: Lexicon) -> None:
    for mask, pattern in lexicon.phrases:
        if pattern.needs & sentence.mask == pattern.needs:
            for start, end in matches(pattern, sentence):
                sentence.jumps.setdefault(start, []).append((end, mask))
                sentence.mask |= mask


def _mended(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """Undo spelling games across tokens: s.u.i.c, k i l l, kill-myself, su icide."""
    out: list[Token] = []
    run: list[Token] = []
    for token in found:
        if token.sort == "word" and len(token.word) == 1:
            run.append(token)
            continue
        out.extend(_joined(run, lexicon))
        run = []
        parts = _parts(token, lexicon) if token.sort == "word" else [token]
        if out and len(parts) == 1 and _broken(out[-1], token, lexicon):
            out[-1] = Token(out[-1].start, token.end, out[-1].word + token.word, "word")
        else:
            out.extend(parts)
    return out + _joined(run, lexicon)


def _parts(token: Token, lexicon: Lexicon) -> list[Token]:
    if not JOINTS.search(token.word) or lexicon.mask(token.word):
        return [token]
    pieces = JOINTS.split(token.word)
    if all(len(piece) == 1 for piece in pieces):
        return _joined([token], lexicon)
    parts = []
    place = token.start
    for piece in pieces:
        if piece:
            parts.append(Token(place, place + len(piece), piece, "word"))
        place += len(piece) + 1
    return parts


def _joined(run: list[Token], lexicon: Lexicon) -> list[Token]:
    """Single letters in a row as the words they spell, where they spell known ones."""
    if sum(len(t.word) for t in run) < 3:
        return run
    letters = "".join(JOINTS.sub("", token.word) for token in run)
    words = _spelled(letters, lexicon)
    if not words:
        return run
    start, end = run[0].start, run[-1].end
    return [Token(start, end, word, "word") for word in words]


def _spelled(letters: str, lexicon: Lexicon) -> list[str]:
    if len(letters) < 3 or len(letters) > 40:
        return []
    if letters.lower() in lexicon.words:
        return [letters]
    for cut in range(len(letters) - 2, 2, -1):
        if letters[:cut].lower() in lexicon.words:
            rest = _spelled(letters[cut:], lexicon)
            if rest:
                return [letters[:cut], *rest]
    return []


def _broken(first: Token, second: Token, lexicon: Lexicon) -> bool:
    if first.sort != "word" or second.start - first.end != 1:
        return False
    if lexicon.mask(first.word) and lexicon.mask(second.word):
        return False
    whole = (first.word + second.word).lower()
    return len(whole) >= 6 and whole in lexicon.words
