"""What stands in a draft: questions by their sort, warmth, understanding, advice, harm.

Pure reading; nothing is judged here. ``features`` are what the three small models see.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from damayan.support.coach.cues import Cue, shipped
from damayan.support.coach.reading import Page, read

Features = dict[str, float]

YOU = frozenset(
    "you your yours youre youve yourself youd youll ka mo ikaw kayo ninyo nyo niyo inyo sayo iyo "
    "mong kang kayong iyong iyo sarili imo nimo".split()
)
I = frozenset("i im ive id ill my me mine myself ako ko kami namin akin amin aking kong".split())  # noqa: E741
_SHIELDS = frozenset(
    "dont not never cannot cant shouldnt wont wouldnt no without nobody didnt doesnt isnt hindi "
    "huwag wala walang told said says tells telling asked sinabihan sabi sinabi sabihan nagsabi "
    "before unless until instead bago ayaw ayoko if whether kung".split()
)
_CITES = frozenset("told said says telling sinabihan sabi sinabi nagsabi".split())
_OWN_PAST = frozenset("i ive ako kami we".split())
_REACH = 4


@dataclass(frozen=True, slots=True)
class Question:
    """One sentence that asks: its sort and its tokens."""

    sort: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """A draft and everything that was noticed in it."""

    page: Page
    cues: tuple[Cue, ...]
    questions: tuple[Question, ...]

    def having(self, *starts: str) -> list[Cue]:
        """The cues whose names start so, in the order of the words."""
        return [cue for cue in self.cues if cue.name.startswith(starts)]

    @property
    def features(self) -> Features:
        """Numbers from 0 to about 1, by name."""
        found = {f"asks.{sort}": float(amount) for sort, amount in _sorts(self.questions).items()}
        for name in {cue.name for cue in self.cues}:
            if not name.startswith(("unsafe", "ask.")):
                found[name] = min(len(self.having(name)), 3) / 3 + 0.5
        for name in ("ask.tell", "ask.offer"):
            if self.having(name):
                found[name] = 1.0
        words = [token.word for token in self.page.tokens if token.word[0].isalnum()]
        found["length"] = math.log1p(len(words)) / 5
        if words:
            found["says.you"] = sum(word in YOU for word in words) / len(words) * 4
            found["says.i"] = sum(word in I for word in words) / len(words) * 4
        if self.questions and self.questions[-1].last >= len(self.page.tokens) - 1:
            found["asks.last"] = 1.0
        return found


def notice(text: str) -> Noticed:
    """Read a draft; microseconds for a line, a few milliseconds at most."""
    page = read(text)
    cues = tuple(cue for cue in shipped().find(page) if not _is_shielded(page, cue))
    return Noticed(page, cues, tuple(_questions(page, cues)))


def _is_shielded(page: Page, cue: Cue) -> bool:
    """Warned against, denied, or told of oneself: then it is not what the writer advises."""
    if not cue.name.startswith("unsafe."):
        return False
    before = [token.word for token in page.tokens[max(0, cue.first - _REACH) : cue.first]]
    for stop in (".", "?"):
        if stop in before:
            before = before[len(before) - before[::-1].index(stop) :]
    if "were" in before and "you" in before:
        return False  # "if I were you" warns of nothing
    if cue.name == "unsafe.stop_medication" and before and before[-1] in _OWN_PAST:
        return True
    # Where the words begin with a "not" of their own, only a told tale takes them back.
    own_negation = page.tokens[cue.first].word in _SHIELDS
    return bool((_CITES if own_negation else _SHIELDS).intersection(before))


def _questions(page: Page, cues: tuple[Cue, ...]) -> Iterable[Question]:
    for first, stop in page.sentences:
        inside = {cue.name.removeprefix("ask.") for cue in cues if first <= cue.first < stop}
        is_marked = stop < len(page.tokens) and page.tokens[stop].word == "?"
        sort = _marked(inside) if is_marked else _unmarked(inside)
        if sort:
            yield Question(sort, first, min(stop + 1, len(page.tokens)))


def _marked(inside: set[str]) -> str:
    if "nomark" not in inside:
        for sort in ("advice", "tried"):
            if sort in inside:
                return sort
    if "rhetorical" in inside and not {"nomark", "tell"} & inside:
        return "rhetorical"
    for sort in ("open", "nomark", "closed"):
        if sort in inside:
            return "open" if sort == "nomark" else sort
    return "other"


def _unmarked(inside: set[str]) -> str:
    return "nomark" if "nomark" in inside else ""


def _sorts(questions: Iterable[Question]) -> dict[str, int]:
    return {question.sort: 1 for question in questions}
