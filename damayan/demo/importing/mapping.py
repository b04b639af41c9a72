"""The mapping file: which column of a corpus becomes what. TOML; see examples/counsel-chat.toml."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from damayan.stories.vocabulary import Kind, Language

_STORY = {"id", "group", "title", "happened", "felt", "need", "author", "at", "kind", "language"}
_REPLY = {"id", "story", "words", "author", "at"}


class BadMapping(ValueError):
    """The mapping file does not say what an import needs; the text says what is missing."""


@dataclass(frozen=True)
class Mapping:
    """Columns by field; ``stories`` and ``replies`` name columns, ``fixed`` what all share."""

    corpus: str
    stories: dict[str, str]
    replies: dict[str, str]
    fixed: dict[str, str]
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    spread_days: int = 120


def read_mapping(path: Path) -> Mapping:
    """Read a mapping; raises BadMapping."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadMapping(f"The mapping {path} cannot be read: {error}") from None
    fixed = {key: str(value) for key, value in content.get("fixed", {}).items()}
    mapping = Mapping(
        corpus=str(content.get("corpus", ""))[:48],
        stories=_columns(content, "stories", _STORY, {"id", "group", "happened"}),
        replies=_columns(content, "replies", _REPLY, {"story", "words"}),
        fixed=fixed,
        groups=content.get("groups", {}),
        spread_days=int(content.get("spread_days", 120)),
    )
    _check_fixed(mapping)
    return mapping


def _columns(
    content: dict[str, Any], part: str, known: set[str], needed: set[str]
) -> dict[str, str]:
    columns = content.get(part, {})
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise BadMapping(f"[{part}] must name one column for each field.")
    if unknown := columns.keys() - known:
        raise BadMapping(f"[{part}] has unknown fields: {', '.join(sorted(unknown))}.")
    if columns and (missing := needed - columns.keys()):
        raise BadMapping(f"[{part}] lacks: {', '.join(sorted(missing))}.")
    return columns


def _check_fixed(mapping: Mapping) -> None:
    if not mapping.corpus:
        raise BadMapping('The mapping needs a name: corpus = "…".')
    if not mapping.stories:
        raise BadMapping("The mapping needs a part [stories].")
    if mapping.fixed.get("kind", "story") not in Kind.values:
        raise BadMapping(f"fixed.kind must be one of: {', '.join(Kind.values)}.")
    if mapping.fixed.get("language", "en") not in Language.values:
        raise BadMapping(f"fixed.language must be one of: {', '.join(Language.values)}.")
