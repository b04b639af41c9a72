"""How good a version is, on labelled texts: recall, precision, flag rates, each with an interval."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from damayan.safety.screening.engine import Screener
from damayan.safety.screening.types import Level

SLUGS = tuple(level.slug for level in Level)
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled text; `kind` is empty where the file does not say."""

    level: str
    language: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled text with what the version said."""

    case: Labelled
    level: str
    kinds: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def missed(self) -> bool:
        """Less grave than labelled."""
        return SLUGS.index(self.level) < SLUGS.index(self.case.level)

    @property
    def overdone(self) -> bool:
        """Flagged although labelled as nothing."""
        return self.case.level == "none" and self.level != "none"


def read_cases(lines: Iterable[str]) -> Iterator[Labelled]:
    """Cases from TSV (level, language, text[, kind], with or without a heading) or JSON lines.

    Raises ValueError naming the line that cannot be read.
    """
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\n")
        if not line.strip() or (number == 1 and line.lower().startswith("level\t")):
            continue
        yield _from_json(line, number) if line.startswith("{") else _from_tsv(line, number)


def _from_json(line: str, number: int) -> Labelled:
    try:
        row = json.loads(line)
        return _case(
            row["level"], row.get("language", ""), row["text"], row.get("kind", ""), number
        )
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"Line {number}: {error}") from error


def _from_tsv(line: str, number: int) -> Labelled:
    cells = line.split("\t")
    if len(cells) < 3:
        raise ValueError(f"Line {number}: level, language and text expected, split by tabs")
    return _case(cells[0], cells[1], cells[2], cells[3] if len(cells) > 3 else "", number)


def _case(level: str, language: str, text: str, kind: str, number: int) -> Labelled:
    if level not in SLUGS:
        raise ValueError(f"Line {number}: level {level!r} is none of {', '.join(SLUGS)}")
    return Labelled(level, language or "?", text, kind)


def judge(cases: Iterable[Labelled], screener: Screener) -> list[Judged]:
    """Screen every case; the labelled language is not given away to the screener."""
    judged = []
    for case in cases:
        found = screener.screen(case.text)
        rules = tuple(reason.rule for reason in found.explanation)
        judged.append(Judged(case, found.level, found.kinds, rules))
    return judged


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    share, z2 = hits / total, Z * Z
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return max(0.0, centre - half), min(1.0, centre + half)


def _share(hits: int, total: int) -> dict[str, Any]:
    low, high = wilson(hits, total)
    share = round(hits / total, 4) if total else None
    return {"hits": hits, "of": total, "share": share, "low": round(low, 4), "high": round(high, 4)}


def measure(judged: list[Judged]) -> dict[str, Any]:
    """Figures for a set: by level recall, precision (PPV) and flag rate; the confusion; false alarms."""
    pairs = Counter((j.case.level, j.level) for j in judged)
    labels = Counter(j.case.level for j in judged)
    said = Counter(j.level for j in judged)
    levels = {
        slug: {
            "recall": _share(pairs[slug, slug], labels[slug]),
            "precision": _share(pairs[slug, slug], said[slug]),
            "flag_rate": _share(said[slug], len(judged)),
        }
        for slug in SLUGS
    }
    distressed = [j for j in judged if j.case.level != "none"]
    flagged = [j for j in judged if j.level != "none"]
    return {
        "texts": len(judged),
        "levels": levels,
        "distress_recall": _share(sum(j.level != "none" for j in distressed), len(distressed)),
        "distress_precision": _share(sum(j.case.level != "none" for j in flagged), len(flagged)),
        "everyday_flagged": _share(sum(j.overdone for j in judged), labels["none"]),
        "everyday_urgent": _share(pairs["none", "urgent"], labels["none"]),
        "confusion": {a: {b: pairs[a, b] for b in SLUGS} for a in SLUGS},
    }


def report(judged: list[Judged], version: str) -> dict[str, Any]:
    """Everything `damayan safety evaluate` prints."""
    languages = sorted({j.case.language for j in judged})
    kinds = sorted({j.case.kind for j in judged if j.case.kind})
    return {
        "version": version,
        "all": measure(judged),
        "languages": {
            lang: measure([j for j in judged if j.case.language == lang]) for lang in languages
        },
        "kinds": {kind: _kind(judged, kind) for kind in kinds},
        "misses": [
            {
                "expected": j.case.level,
                "said": j.level,
                "language": j.case.language,
                "text": j.case.text,
                "rules": list(j.rules),
            }
            for j in judged
            if j.missed or j.overdone
        ],
    }


def _kind(judged: list[Judged], kind: str) -> dict[str, Any]:
    labelled = [j for j in judged if j.case.kind == kind]
    said = [j for j in judged if kind in j.kinds]
    return {
        "recall": _share(sum(kind in j.kinds for j in labelled), len(labelled)),
        "flagged": _share(sum(j.level != "none" for j in labelled), len(labelled)),
        "precision": _share(sum(j.case.kind == kind for j in said), len(said)),
    }


def differences(before: list[Judged], after: list[Judged]) -> list[dict[str, Any]]:
    """Cases on which two versions disagree, with which of them was right."""
    changed = []
    for old, new in zip(before, after, strict=True):
        if old.level != new.level:
            right = {old.level: "before", new.level: "after"}.get(old.case.level, "neither")
            changed.append(
                {
                    "text": old.case.text,
                    "language": old.case.language,
                    "expected": old.case.level,
                    "before": old.level,
                    "after": new.level,
                    "right": right,
                }
            )
    return changed


def as_text(figures: dict[str, Any]) -> str:
    """The report for a terminal."""
    lines = [f"Version {figures['version']}"]
    for name, part in (("all", figures["all"]), *figures["languages"].items()):
        lines += _part(name, part)
    for kind, part in figures["kinds"].items():
        lines.append(
            f"kind {kind}: recall {_percent(part['recall'])}, flagged {_percent(part['flagged'])}, precision {_percent(part['precision'])}"
        )
    lines.append(f"\nMisses and false alarms ({len(figures['misses'])}):")
    for miss in figures["misses"]:
        rules = ", ".join(miss["rules"][:3])
        lines.append(
            f"  {miss['language']}: {miss['expected']} → {miss['said']}: {miss['text']}  [{rules}]"
        )
    return "\n".join(lines)


def _part(name: str, part: dict[str, Any]) -> list[str]:
    lines = [f"\n{name} ({part['texts']} texts)"]
    for slug, figures in part["levels"].items():
        lines.append(
            f"  {slug:8} recall {_percent(figures['recall'])}  precision {_percent(figures['precision'])}"
            f"  flag rate {_percent(figures['flag_rate'])}"
        )
    lines.append(
        f"  distress flagged {_percent(part['distress_recall'])}, of flags right {_percent(part['distress_precision'])}"
    )
    lines.append(
        f"  everyday flagged {_percent(part['everyday_flagged'])}, as urgent {_percent(part['everyday_urgent'])}"
    )
    lines.append(f"  {'said →':8} " + " ".join(f"{slug:>8}" for slug in SLUGS))
    for slug, row in part["confusion"].items():
        lines.append(f"  {slug:8} " + " ".join(f"{row[said]:8}" for said in SLUGS))
    return lines


def _percent(share: dict[str, Any]) -> str:
    if not share["of"]:
        return "– (0)"
    return f"{100 * share['share']:.1f} % ({100 * share['low']:.1f}–{100 * share['high']:.1f}; {share['hits']}/{share['of']})"
