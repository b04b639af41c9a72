"""The coach as a filter over JSON lines: one answer per line, in order, flushed as it goes."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from damayan.support.coach import look


def filter_lines(lines: Iterable[str], out: TextIO, *, explains: bool = False) -> int:
    """Answer every line ``{"id", "story", "reply"}``; answers how many were unreadable.

    A bad line gives ``{"id": …, "error": …}`` and the stream goes on. ``explains`` adds the habits
    and the words that made the coach say so.
    """
    bad = 0
    for line in lines:
        if not line.strip():
            continue
        answer = answer_line(line, explains=explains)
        bad += "error" in answer
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return bad


def answer_line(line: str, *, explains: bool = False) -> dict[str, Any]:
    """The answer to one line; a missing story counts as an empty one."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "not JSON"}
    if not isinstance(row, dict):
        return {"id": None, "error": "not an object"}
    story, reply = row.get("story") or "", row.get("reply")
    if not isinstance(reply, str) or not isinstance(story, str):
        return {"id": row.get("id"), "error": "reply is missing, or it or the story is no string"}
    found = look(story=_whole(story), reply=_whole(reply))
    answer = {"id": row.get("id"), **found.line}
    if explains:
        answer["situation"] = found.suggestion.situation
        answer["habits"] = list(found.judged.habits)
        answer["because"] = [{"what": one.what, "words": one.words} for one in found.judged.because]
    return answer


def _whole(text: str) -> str:
    """Without halves of letters that JSON lets through and no file can hold."""
    return text.encode("utf-8", "ignore").decode()
