"""A text laid out for rules: sentences of words with masks, and the phrases found in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from damayan.safety.screening.lexicon import Lexicon, Pattern
from damayan.safety.screening.normal import JOINTS, Token, tokens

LONG, LONG_ENOUGH = 60, 40
"""Words after which a sentence without a stop is cut: anywhere, and at a pause."""
MOST = 4
QUOTES = "\"'“‘«"
QUOTED = re.compile(r"[\"“«][^\"“”«»\n]{2,400}[\"”»]|(?<!\w)['‘][^'‘’\n]{4,300}['’](?!\w)")


@dataclass(slots=True)
class Sentence:
    """Words between two stops. `clauses[i]` counts the pauses before word i."""

    words: list[Token] = field(default_factory=list)
    masks: list[int] = field(default_factory=list)
    bits: list[frozenset[int]] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    emoji: list[str] = field(default_factory=list)
    jumps: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    mask: int = 0
    made: int = 0
    asks: bool = False
    numbers: set[int] = field(default_factory=set)
    marks: set[int] = field(default_factory=lambda: {-1})
    rules: list[int] = field(default_factory=list)
    where: dict[int, list[int]] = field(default_factory=dict)

    def places(self, bit: int) -> list[int]:
        """Where single words meet an element; looked up once."""
        found = self.where.get(bit)
        if found is None:
            is_here = self.mask >> bit & 1
            found = [at for at, bits in enumerate(self.bits) if bit in bits] if is_here else []
            self.where[bit] = found
        return found


@dataclass(slots=True)
class Page:
    """A whole text, read."""

    text: str
    sentences: list[Sentence]
    quotes: list[tuple[int, int]]
    mask: int


def read(text: str, lexicon: Lexicon) -> Page:
    """Lay out `text`; linear in its length."""
    sentences = _laid_out(_mended(tokens(text), lexicon), lexicon)
    first_rule, needs, seen = len(lexicon.phrases), lexicon.needs, 0
    for sentence in sentences:
        mask = sentence.mask
        for one in sentence.masks:
            if one:
                mask |= one
        sentence.mask = mask
        found = _find_phrases(sentence, lexicon)
        mask = sentence.mask
        sentence.rules = [n - first_rule for n in found if needs[n] & mask == needs[n]]
        seen |= mask
    quotes = [m.span() for m in QUOTED.finditer(text)] if any(c in text for c in QUOTES) else []
    return Page(text, sentences, quotes, seen)


def _laid_out(found: list[Token], lexicon: Lexicon) -> list[Sentence]:
    sentences = [Sentence(numbers=set(lexicon.loose))]
    pauses = 0
    for token in found:
        sentence = sentences[-1]
        if token.sort == "word":
            mask, anchored, bits, marks = lexicon.look(token.word)
            if len(sentence.words) >= LONG:
                sentence = _next(sentences, lexicon)
            if anchored:
                sentence.numbers.update(anchored)
            if marks:
                sentence.marks.update(marks)
            sentence.words.append(token)
            sentence.masks.append(mask)
            sentence.bits.append(bits)
            sentence.clauses.append(pauses)
        elif token.sort == "stop":
            sentence.asks = "?" in token.word
            _next(sentences, lexicon)
        elif token.sort == "pause":
            pauses += 1
            if len(sentence.words) >= LONG_ENOUGH:
                _next(sentences, lexicon)
        else:
            mask, anchored, _, marks = lexicon.look(token.word)
            sentence.numbers.update(anchored)
            sentence.marks.update(marks)
            sentence.emoji.append(token.word)
            sentence.mask |= mask
    return [s for s in sentences if s.words or s.emoji]


def _next(sentences: list[Sentence], lexicon: Lexicon) -> Sentence:
    sentences.append(Sentence(numbers=set(lexicon.loose)))
    return sentences[-1]


def matches(pattern: Pattern, sentence: Sentence) -> list[tuple[int, int]]:
    """The first word ranges of a sentence that meet the pattern, not overlapping."""
    if pattern.needs & sentence.mask != pattern.needs:
        return []
    found = []
    free = 0
    for place in _starts(pattern, sentence):
        if place >= free:
            end = _match(pattern, 0, sentence, place)
            if end > place:
                found.append((place, end))
                free = end
                if len(found) == MOST:
                    break
    return found


def _starts(pattern: Pattern, sentence: Sentence) -> Iterable[int]:
    """The places where the first step could be met."""
    first = pattern.steps[0]
    if first.bit < 0 or first.optional or first.absent:
        return range(len(sentence.masks))
    places = sentence.places(first.bit)
    if not sentence.made >> first.bit & 1:
        return places
    more = [at for at, ends in sentence.jumps.items() if any(m >> first.bit & 1 for _, m in ends)]
    return sorted({*places, *more}) if more else places


def _match(pattern: Pattern, number: int, sentence: Sentence, place: int) -> int:
    """Where a match of the steps from `number` on ends, or -1."""
    if number == len(pattern.steps):
        return place
    step = pattern.steps[number]
    if step.bit < 0:
        if number == len(pattern.steps) - 1 and step.inside < 0:
            return min(place + step.gap, len(sentence.masks))
        for skip in range(min(step.gap, len(sentence.masks) - place) + 1):
            end = _match(pattern, number + 1, sentence, place + skip)
            if end >= 0:
                return end
            if step.inside >= 0 and place + skip not in sentence.places(step.inside):
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


def _step_ends(bit: int, sentence: Sentence, place: int) -> list[int]:
    ends = []
    if place in sentence.places(bit):
        ends.append(place + 1)
    if place in sentence.jumps and sentence.made >> bit & 1:
        ends += [end for end, mask in sentence.jumps[place] if mask >> bit & 1]
    return ends


def _find_phrases(sentence: Sentence, lexicon: Lexicon) -> list[int]:
    """Put the phrases into the sentence; answers the numbers of the rules that it could meet."""
    rules, phrases = [], []
    first_rule, least, mask = len(lexicon.phrases), lexicon.least, sentence.mask
    second, marks = lexicon.second, sentence.marks
    for number in sentence.numbers:
        if second[number] not in marks:
            continue
        if number >= first_rule:
            rules.append(number)
        elif least[number] & mask == least[number]:
            phrases.append(number)
    heapify(phrases)
    while phrases:
        number = heappop(phrases)
        made, pattern = lexicon.phrases[number]
        found = matches(pattern, sentence)
        for start, end in found:
            sentence.jumps.setdefault(start, []).append((end, made))
        if found:
            sentence.mask |= made
            sentence.made |= made
            for more in lexicon.raises[number]:
                if more in sentence.numbers:
                    continue
                sentence.numbers.add(more)
                if more >= first_rule:
                    rules.append(more)
                elif more > number:
                    heappush(phrases, more)
    return sorted(rules)


def _mended(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """Undo spelling games across tokens: s.u.i.c, k i l l, kill-myself, su icide."""
    out: list[Token] = []
    run: list[Token] = []
    for token in found:
        word = token.word
        if len(word) == 1 and token.sort == "word":
            run.append(token)
            continue
        if run:
            out.extend(_joined(run, lexicon) if len(run) > 2 else run)
            run = []
        if token.sort != "word":
            out.append(token)
        elif not word.isalnum() and JOINTS.search(word):
            out.extend(_parts(token, lexicon))
        elif out and out[-1].sort == "word" and _broken(out[-1], token, lexicon):
            out[-1] = Token(out[-1].start, token.end, out[-1].word + word, "word")
        else:
            out.append(token)
    return out + _joined(run, lexicon)


def _parts(token: Token, lexicon: Lexicon) -> list[Token]:
    if lexicon.mask(token.word):
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
    if second.start - first.end != 1:
        return False
    if second.end - first.start < 7 or (first.word + second.word).lower() not in lexicon.words:
        return False
    return not (lexicon.mask(first.word) and lexicon.mask(second.word))
