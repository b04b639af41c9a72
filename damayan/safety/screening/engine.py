"""Both paths together: one text in, one `Screening` out. Pure; no database, no network."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from damayan.safety.screening import language as languages
from damayan.safety.screening import rulebook
from damayan.safety.screening.features import features
from damayan.safety.screening.identity import find_identifying
from damayan.safety.screening.model import Estimate, Model, load_model
from damayan.safety.screening.phrases import NOTED, Finding, explained, find, level_of
from damayan.safety.screening.rulebook import Rulebook
from damayan.safety.screening.types import LIFE_KINDS, Level, Reason, Screening, Span

MAX_CHARS = 20_000
UNKNOWN = 0.5
ALARMING = 0.3
FAINT = ("cue", "hint")


@dataclass(frozen=True, slots=True)
class Screener:
    """One version of screening: rules and, for English, a statistical model."""

    book: Rulebook
    model: Model | None

    @property
    def version(self) -> str:
        """Changes whenever a rule, a word or a weight changes."""
        return f"rules-{self.book.version}+model-{self.model.version if self.model else 'none'}"

    def screen(self, text: str, *, language: str | None = None) -> Screening:
        """Screen one text; words after the first 20,000 characters are not read."""
        text = text[:MAX_CHARS]
        spoken = languages.identify(text, language)
        page, seen = find(text, self.book)
        findings = [finding for finding in seen if finding.level != NOTED]
        by_rules = level_of(findings)
        covered = spoken in languages.COVERED
        estimate = None
        if self.model and spoken in languages.COVERED:
            estimate = self.model.estimate(features(text, page, seen, self.book), spoken)
        by_model = self.model.level(estimate, spoken) if self.model and estimate else Level.NONE
        if by_model > by_rules and explained(page, self.book, seen):
            by_model = by_rules
        level = _joined(by_rules, by_model, findings, estimate)
        identifying = find_identifying(text)
        return Screening(
            level=level.slug,
            score=round(_score(findings, by_rules, estimate, covered), 4),
            kinds=_kinds(findings, by_rules, level, bool(identifying)),
            spans=_spans(findings, identifying),
            language=spoken,
            covered=covered,
            version=self.version,
            explanation=_explanation(text, findings, level, by_rules),
        )


@cache
def default() -> Screener:
    """The shipped version, read once per process."""
    return load()


def load(folder: Path | None = None) -> Screener:
    """A version from a folder with `screening/` and `model/`; the shipped one without a folder.

    Raises ValueError naming the file and line that cannot be read.
    """
    root = folder or rulebook.SHIPPED.parent.parent
    rules = root / "screening" if folder else rulebook.SHIPPED
    return Screener(rulebook.load(rules), load_model(root / "model"))


def screen(text: str, *, language: str | None = None) -> Screening:
    """Screen a text with the shipped version.

    `language` (`en`, `fil`, `taglish`, `ceb`) is a hint for texts too short to tell.
    """
    return default().screen(text, language=language)


def _joined(
    by_rules: Level, by_model: Level, findings: list[Finding], estimate: Estimate | None
) -> Level:
    """Either path may raise; a grave sign that the model also finds alarming is urgent."""
    if by_rules is Level.CONCERN and any(".other" in f.rule for f in findings):
        return by_rules
    grave = any(f.level in ("cue", "strong") and f.kind in LIFE_KINDS for f in findings)
    if grave and by_model > Level.NONE and estimate and estimate.alarm >= ALARMING:
        return Level.URGENT
    return max(by_rules, by_model)


def _score(
    findings: list[Finding], level: Level, estimate: Estimate | None, covered: bool
) -> float:
    """Risk to life from 0 to 1: what the rules saw, refined by the model where it knows."""
    floor = _floor(findings, level)
    if estimate and estimate.risk is not None:
        return min(0.999, max(estimate.risk, 0.5 * floor + 0.5 * estimate.risk))
    if not covered:
        return max(UNKNOWN, floor)
    return min(0.99, max(floor, 0.7 * estimate.alarm if estimate else 0.0))


def _floor(findings: list[Finding], level: Level) -> float:
    grave = [f for f in findings if f.kind in LIFE_KINDS and f.level not in FAINT]
    if level is Level.URGENT and grave:
        several = len({f.family for f in grave}) - 1
        return min(0.98, (0.8 if any(f.level == "urgent" for f in grave) else 0.7) + 0.03 * several)
    if grave:
        return 0.35
    return 0.12 if findings else 0.02


def _kinds(
    findings: list[Finding], by_rules: Level, level: Level, identifying: bool
) -> tuple[str, ...]:
    kinds = dict.fromkeys(f.kind for f in sorted(findings, key=_gravity) if f.level not in FAINT)
    if by_rules > Level.NONE and not kinds:
        kinds["distress"] = None
    if level > by_rules and "suicide_self_harm" not in kinds:
        kinds["suicide_self_harm" if level is Level.URGENT else "distress"] = None
    if identifying:
        kinds["identifying"] = None
    return tuple(kinds)


def _gravity(finding: Finding) -> int:
    return -("cue", "hint", "concern", "strong", "urgent").index(finding.level)


def _spans(findings: list[Finding], identifying: list[Span]) -> tuple[Span, ...]:
    spans = {
        (f.kind, f.start, f.end): Span(f.kind, f.start, f.end, f.rule)
        for f in findings
        if f.level not in FAINT
    }
    return (*spans.values(), *identifying)


def _explanation(
    text: str, findings: list[Finding], level: Level, by_rules: Level
) -> tuple[Reason, ...]:
    reasons = {f.rule: Reason(f.rule, text[f.start : f.end]) for f in findings}
    if level > by_rules:
        reasons["model"] = Reason("model", "")
    return tuple(reasons.values())
