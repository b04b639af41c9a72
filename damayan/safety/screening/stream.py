"""Screening as a filter over JSON lines, one answer per line, in order, flushed as it goes."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from damayan.safety.screening.engine import Screener
from damayan.safety.screening.types import Screening, Span


def filter_lines(lines: Iterable[str], out: TextIO, screener: Screener) -> int:
    """Write an answer for every line of `lines`; answers how many lines could not be read.

    A bad line gives `{"id": …, "error": …}` and the stream goes on.
    """
    bad = 0
    for line in lines:
        if not line.strip():
            continue
        answer = answer_line(line, screener)
        bad += "error" in answer
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return bad


def answer_line(line: str, screener: Screener) -> dict[str, Any]:
    """The answer to one line `{"id", "text", "language"?}`."""
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return {"id": None, "error": "not JSON"}
    if not isinstance(row, dict):
        return {"id": None, "error": "not an object"}
    text, language = row.get("text"), row.get("language")
    if not isinstance(text, str):
        return {"id": row.get("id"), "error": "text is missing or not a string"}
    text = text.encode("utf-8", "replace").decode("utf-8")
    found = screener.screen(text, language=language if isinstance(language, str) else None)
    return {"id": row.get("id"), **as_dict(found)}


def as_dict(found: Screening) -> dict[str, Any]:
    """A screening as plain data, as in the filter's output."""
    return {
        "level": found.level,
        "score": found.score,
        "kinds": list(found.kinds),
        "spans": [_span(span) for span in found.spans],
        "language": found.language,
        "covered": found.covered,
        "version": found.version,
    }


def _span(span: Span) -> dict[str, Any]:
    plain = {"kind": span.kind, "start": span.start, "end": span.end, "rule": span.rule}
    return plain | ({"detail": span.detail} if span.detail else {})
