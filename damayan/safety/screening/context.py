"""What stands around a hit: negation, past, quotation, who is meant, and who speaks.

All words are classes of the data files; only the reach of each effect lives here.
"""

from dataclasses import dataclass

from damayan.safety.screening.lexicon import Pattern
from damayan.safety.screening.reader import Page, Sentence
from damayan.safety.screening.rulebook import Rule, Rulebook

NEGATION_REACH = 5
SUBJECT_REACH = 4
LONG_ANSWER = 80


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule met at words `start` to `end` of a sentence."""

    rule: Rule
    pattern: Pattern
    sentence: Sentence
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Character offsets into the text."""
        words = self.sentence.words
        return words[self.start].start, words[self.end - 1].end


class Context:
    """Answers questions about hits of one page."""

    def __init__(self, page: Page, book: Rulebook) -> None:
        self.page = page
        self.bit = book.bit
        self.negative = book.lexicon.negative
        self.supporting = self._supporting()
        self.answering = bool(page.mask & self.bit("supportcue")) and self._long()

    def _supporting(self) -> bool:
        """Whether the text speaks to somebody more than of its author, as answers do."""
        you, me = self._count("you"), self._count("i")
        cues = self.page.mask & self.bit("supportcue")
        return (you >= 2 and you > 1.2 * me) or bool(cues and you >= 1 and you >= me)

    def _long(self) -> bool:
        return sum(len(sentence.words) for sentence in self.page.sentences) >= LONG_ANSWER

    def _count(self, name: str) -> int:
        bit = self.bit(name)
        return sum(1 for sentence in self.page.sentences for mask in sentence.masks if mask & bit)

    def negated(self, hit: Hit) -> bool:
        """Whether a negation reaches the hit, as in "I would never hurt myself"."""
        if hit.pattern.needs & self.negative:
            return False
        return self._denied_within(hit) or self._denied_before(hit)

    def _denied_within(self, hit: Hit) -> bool:
        masks, negator = hit.sentence.masks, self.bit("negator")
        if not any(masks[i] & negator for i in range(hit.start, hit.end)):
            return False
        fixed = self._covered(hit.sentence, 0)
        return any(masks[i] & negator and i not in fixed for i in range(hit.start, hit.end))

    def _denied_before(self, hit: Hit) -> bool:
        sentence, negator = hit.sentence, self.bit("negator")
        exempt = self._covered(sentence, self.bit("notneg"))
        for place in range(hit.start - 1, max(-1, hit.start - 1 - NEGATION_REACH), -1):
            mask = sentence.masks[place]
            if sentence.clauses[place] != sentence.clauses[hit.start]:
                return False
            if mask & negator:
                return place not in exempt
            if not mask & self.bit("filler") or self._new_thought(sentence, place):
                return False
        return False

    def _new_thought(self, sentence: Sentence, place: int) -> bool:
        """An "I" that starts over: "I'm not fine I want …", but not "I don't think I want …"."""
        if sentence.words[place].word.lower() not in ("i", "i'm", "im"):
            return False
        return place == 0 or not sentence.masks[place - 1] & self.bit("thinks")

    def past(self, hit: Hit) -> bool:
        """Whether the sentence puts it long ago and nothing brings it back to now."""
        mask = hit.sentence.mask
        if mask & self.bit("butnow"):
            return True
        return bool(mask & self.bit("longago")) and not mask & self.bit("now")

    def over(self, hit: Hit) -> bool:
        """Whether it was long ago and the text tells of a life since then, with no way back."""
        if not hit.sentence.mask & self.bit("longago"):
            return False
        return bool(self.page.mask & self.bit("recovered")) and not (
            self.page.mask & self.bit("relapse")
        )

    def quoted(self, hit: Hit) -> bool:
        """Whether the hit is in quotation marks, or told as said, sung or written by others."""
        start, end = hit.span
        inside = any(a <= start and end <= b for a, b in self.page.quotes)
        cited = hit.sentence.mask & self.bit("cited")
        return bool(cited) or (inside and not hit.sentence.mask & self.bit("isay"))

    def subject(self, hit: Hit) -> str:
        """Who is meant: `i`, `you`, `they`, or nothing where the words do not tell."""
        sentence = hit.sentence
        inside = range(hit.start, hit.end)
        before = range(hit.start - 1, max(-1, hit.start - 1 - SUBJECT_REACH), -1)
        after = range(hit.end, min(len(sentence.masks), hit.end + 2))
        for places in (inside, before, after):
            for place in places:
                if sentence.clauses[place] != sentence.clauses[hit.start] and place not in inside:
                    break
                who = self._who(sentence, place)
                if who:
                    return who
        return ""

    def _who(self, sentence: Sentence, place: int) -> str:
        mask = sentence.masks[place]
        for end, more in sentence.jumps.get(place, ()):
            if more & self.bit("they"):
                return "they"
            del end
        if mask & self.bit("i"):
            return "i"
        if mask & self.bit("you"):
            return "you"
        return "they" if mask & self.bit("they") else ""

    @staticmethod
    def _covered(sentence: Sentence, bit: int) -> set[int]:
        """Words inside phrases of a class, or of any class when `bit` is 0."""
        covered: set[int] = set()
        for start, jumps in sentence.jumps.items():
            for end, mask in jumps:
                if mask & bit or not bit:
                    covered.update(range(start, end))
        return covered
