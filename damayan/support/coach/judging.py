"""What the coach says of a draft: three hints, advice that comes too early, what may harm."""

from dataclasses import dataclass
from typing import Any

from damayan.support.coach.cues import Cue
from damayan.support.coach.noticing import Noticed, notice
from damayan.support.coach.weighing import HEADS, load

UNSAFE = (
    "encouragement",
    "method",
    "stop_medication",
    "meet_alone",
    "promise_secrecy",
    "keep_secret",
    "against_help",
    "diagnosis",
    "be_strong",
)
"""Stable slugs, gravest first."""

HABITS = ("preach", "compare")
_ADVICE = frozenset(
    {
        "advice.should",
        "preach",
        "unsafe.be_strong",
        "unsafe.stop_medication",
        "unsafe.keep_secret",
        "unsafe.against_help",
    }
)
_LISTENING = ("feel", "understand", "ask.tell", "ask.offer", "ask.nomark")
_ADVISING = frozenset({"advice", "tried"})
_ASKING = frozenset({"open", "closed", "nomark", "other"})


@dataclass(frozen=True, slots=True)
class Because:
    """One thing that was noticed and the words, as typed, that made the coach say so."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """``explores``, ``feeling`` and ``understanding`` are chances from 0 to 1."""

    explores: float
    feeling: float
    understanding: float
    advice_first: bool
    unsafe: tuple[str, ...]
    habits: tuple[str, ...]
    because: tuple[Because, ...]

    @property
    def line(self) -> dict[str, Any]:
        """As ``damayan coach --jsonl`` writes it."""
        return {
            "explores": round(self.explores, 4),
            "feeling": round(self.feeling, 4),
            "understanding": round(self.understanding, 4),
            "advice_first": self.advice_first,
            "unsafe": list(self.unsafe),
        }


def judge(reply: str) -> Judged:
    """Read a draft of any length; keeps nothing, knows nobody."""
    seen = notice(reply)
    features = seen.features
    if not any(token.word[0].isalnum() or token.word == "?" for token in seen.page.tokens):
        return Judged(0.0, 0.0, 0.0, False, (), (), ())
    explores, feeling, understanding = (load()[name](features) for name in HEADS)
    return Judged(
        explores,
        feeling,
        understanding,
        _advises_first(seen),
        _unsafe(seen),
        tuple(habit for habit in HABITS if seen.having(habit)),
        tuple(_because(seen)),
    )


def _advises_first(seen: Noticed) -> bool:
    """Advice comes before anything that listens; where both begin alike, listening wins."""
    never = len(seen.page.tokens)
    advice = [cue.first for cue in seen.cues if cue.name in _ADVICE]
    advice += [question.first for question in seen.questions if question.sort in _ADVISING]
    listening = [cue.first for cue in seen.having(*_LISTENING)]
    listening += [question.first for question in seen.questions if question.sort in _ASKING]
    return min(advice, default=never) < min(listening, default=never)


def _unsafe(seen: Noticed) -> tuple[str, ...]:
    found = {cue.name.split(".")[1] for cue in seen.having("unsafe.")}
    return tuple(kind for kind in UNSAFE if kind in found)


def _because(seen: Noticed) -> list[Because]:
    """What was noticed, in the order of the words; of each thing the first and longest words."""
    best: dict[str, Cue] = {}
    for cue in seen.cues:
        parts = cue.name.split(".")
        name = parts[1] if parts[0] == "unsafe" else parts[0]
        held = best.get(name)
        if name != "ask" and (held is None or (held.first == cue.first and held.last < cue.last)):
            best[name] = cue
    found = [
        (cue.first, Because(name, _quoted(seen, cue.first, cue.last))) for name, cue in best.items()
    ]
    asked: list[tuple[int, int]] = [(q.first, q.last) for q in seen.questions if q.sort in _ASKING]
    asked += [(cue.first, cue.last) for cue in seen.having("ask.tell", "ask.offer")]
    if asked:
        found.append((min(asked)[0], Because("ask", _quoted(seen, *min(asked)))))
    return [because for _, because in sorted(found, key=lambda one: one[0])]


def _quoted(seen: Noticed, first: int, last: int) -> str:
    while last > first + 1 and not seen.page.tokens[last - 1].word[0].isalnum():
        last -= 1
    return _short(seen.page.words(first, last))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0] + "…"
