"""The first path: phrase rules with context. Says what it found and how serious it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from damayan.safety.screening.context import Context, Hit
from damayan.safety.screening.lexicon import Pattern
from damayan.safety.screening.reader import Page, Sentence, matches, read
from damayan.safety.screening.rulebook import Rule, Rulebook
from damayan.safety.screening.types import Level

WEIGHT = {"noted": 0, "cue": 0, "hint": 1, "concern": 2, "strong": 3, "urgent": 6}
NOTED = "noted"
LOWER = {
    "noted": "noted",
    "cue": "noted",
    "urgent": "concern",
    "strong": "hint",
    "concern": "hint",
    "hint": "hint",
}
ENOUGH, CERTAIN = 10, 3
MILD_KINDS = ("distress", "selling_spam", "harassment_hate", "sexual_solicitation")
ABOUT_OTHERS = ("harassment_hate", "sexual_solicitation", "selling_spam")
GRADED = ("suicide_self_harm", "eating_disorder", "distress")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that held in its context, with the level that context left it."""

    rule: str
    kind: str
    level: str
    family: str
    start: int
    end: int
    subject: str = ""


def find(text: str, book: Rulebook) -> tuple[Page, list[Finding]]:
    """Everything the rules see in a text, after context.

    What context takes away (denied, quoted, said to somebody) stays with the level `noted`: it
    raises nothing, but the statistical path learns from it. Once a text is urgent many times over
    the rest of it is not searched.
    """
    page = read(text, book.lexicon)
    context = Context(page, book)
    seen: list[Finding] = []
    for hits in _hits(page, book):
        seen += (_weigh(hit, context) for hit in hits)
        if len(seen) >= ENOUGH and sum(f.level == "urgent" for f in seen) >= CERTAIN:
            break
    return page, seen


def level_of(findings: list[Finding]) -> Level:
    """The level of a text: any urgent rule, or several grave signs in different places.

    A cue alone is nothing; beside another it makes a concern, and beside a strong sign it makes the
    text urgent, as plain pain in another place does.
    """
    if any(f.level == "urgent" for f in findings):
        return Level.URGENT
    strong = [(f.start, f.end) for f in findings if f.level == "strong"]
    cues = [(f.start, f.end) for f in findings if f.level == "cue"]
    pain = [(f.start, f.end) for f in findings if f.level == "concern" and f.kind in GRADED]
    if _several(strong) or (strong and _several(strong + cues + pain)):
        return Level.URGENT
    points = sum({f.family: WEIGHT[f.level] for f in findings}.values())
    return Level.CONCERN if points >= WEIGHT["concern"] or _several(cues) else Level.NONE


def explained(page: Page, book: Rulebook, seen: list[Finding]) -> bool:
    """Whether everything grave in a text was found to be a denial, a quotation or an idiom.

    Then a model that only knows words must not raise what the rules have understood.
    """
    if any(f.level != NOTED and f.kind not in MILD_KINDS for f in seen):
        return False
    return any(f.level == NOTED and f.kind not in MILD_KINDS for f in seen) or any(
        any(_met([book.entries[number]], sentence))
        for sentence in page.sentences
        for number in sentence.rules
        if book.entries[number][0].level == "shield"
    )


def _several(spans: list[tuple[int, int]]) -> bool:
    """Whether at least two spans lie apart."""
    return bool(spans) and min(end for _, end in spans) <= max(start for start, _ in spans)


Candidates = list[tuple[Rule, Pattern]]


def _hits(page: Page, book: Rulebook) -> Iterator[list[Hit]]:
    for sentence in page.sentences:
        possible = [
            (rule, pattern)
            for rule, pattern in (book.entries[number] for number in sentence.rules)
            if not rule.bars_text & page.mask
        ]
        rules = [one for one in possible if one[0].level != "shield"]
        hits = [Hit(r, p, sentence, start, end) for r, p, start, end in _met(rules, sentence)]
        if hits and len(rules) < len(possible):
            shields = [one for one in possible if one[0].level == "shield"]
            hits = _unshielded(hits, shields)
        yield hits


def _met(rules: Candidates, sentence: Sentence) -> Iterator[tuple[Rule, Pattern, int, int]]:
    mask = sentence.mask
    for rule, pattern in rules:
        if pattern.needs & mask != pattern.needs or rule.needs & mask != rule.needs:
            continue
        if not rule.bars & mask:
            for start, end in matches(pattern, sentence):
                yield rule, pattern, start, end


def _unshielded(hits: list[Hit], shields: Candidates) -> list[Hit]:
    covers = [(r.kind, start, end) for r, _, start, end in _met(shields, hits[0].sentence)]
    return [
        hit
        for hit in hits
        if not any(
            kind in ("any", hit.rule.kind) and start < hit.end and hit.start < end
            for kind, start, end in covers
        )
    ]


def _weigh(hit: Hit, context: Context) -> Finding:
    rule = hit.rule
    finding = Finding(rule.id, rule.kind, rule.level, rule.family, *hit.span)
    if context.supporting and not _still_told(hit, context):
        return replace(finding, level=NOTED)
    if context.answering and rule.kind in ABOUT_OTHERS:
        return replace(finding, level=NOTED)
    if "asis" in rule.flags:
        return finding
    if "keepneg" not in rule.flags and context.negated(hit):
        return replace(finding, level=NOTED)
    if "cite" not in rule.flags and context.quoted(hit):
        return replace(finding, level=NOTED)
    if context.over(hit):
        return replace(finding, level=NOTED)
    if "keeppast" not in rule.flags and context.past(hit):
        lower = NOTED if finding.kind == "distress" else LOWER[finding.level]
        finding = replace(finding, level=lower)
    return _about(hit, finding, context)


def _still_told(hit: Hit, context: Context) -> bool:
    """In a text that speaks to somebody, only what its author says of themself counts."""
    if "cite" in hit.rule.flags or "bye" in hit.rule.family or hit.rule.level == "cue":
        return True
    if hit.rule.level == "hint" or "asis" in hit.rule.flags:
        return False
    return context.subject(hit) == "i" and not hit.sentence.mask & context.bit("you")


def _about(hit: Hit, finding: Finding, context: Context) -> Finding:
    """Lower or drop what is said of somebody else."""
    if finding.kind not in GRADED or "self" in hit.rule.flags:
        return finding
    who = context.subject(hit)
    if who == "you" or ("topic" in hit.rule.flags and who != "i"):
        return replace(finding, level=NOTED)
    if who == "they":
        acute = finding.level == "urgent" and hit.sentence.mask & context.bit("now")
        lower = "urgent" if acute else LOWER[finding.level]
        return replace(finding, level=lower, subject=who)
    return replace(finding, subject=who)
