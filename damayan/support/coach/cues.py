"""What the coach looks for: patterns of words, read from the data files beside this module.

A pattern is a row of steps; ``data/README.md`` explains them. Only patterns whose first word stands
at a place are tried there, so that a draft is read in about a millisecond.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from damayan.support.coach.reading import Page

DATA = Path(__file__).parent / "data"
_ANY_WORD = r"(?:[^ .?]+ )"
_START = "^"


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing noticed: its name, and its tokens from ``first`` up to ``last`` (exclusive)."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled line of a data file."""

    name: str
    begins: bool
    source: str

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled when a text first comes near it: most drafts meet few of the patterns."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


class Cues:
    """All patterns, by the first word that they can meet."""

    def __init__(self, files: list[Path]) -> None:
        self._classes: dict[str, list[str]] = {}
        self._by_word: dict[str, list[Pattern]] = defaultdict(list)
        for file in files:
            self._read(file)

    def find(self, page: Page) -> list[Cue]:
        """Every cue in the page, in the order of the words; cues may overlap."""
        found, begins = [], True
        ends = {offset: at for at, offset in enumerate(page.offsets)}
        for at, (token, offset) in enumerate(zip(page.tokens, page.offsets, strict=True)):
            for pattern in self._by_word.get(token.word, ()):
                if pattern.begins and not begins:
                    continue
                if match := pattern.regex.match(page.line, offset):
                    last = ends.get(match.end(), len(page.tokens))
                    found.append(Cue(pattern.name, at, last))
            begins = token.word in {".", "?", ","}
        return found

    def _read(self, file: Path) -> None:
        name = ""
        lines = map(str.strip, file.read_text("utf-8").splitlines())
        for number, line in enumerate(lines, 1):
            if not line or line.startswith("#"):
                continue
            if " = " in line:
                word, forms = line.split(" = ", 1)
                self._classes[word] = [form.strip() for form in forms.split(";") if form.strip()]
            elif line.startswith("["):
                name = line.strip("[]")
            else:
                self._add(name, line, f"{file.name}:{number}")

    def _add(self, name: str, line: str, where: str) -> None:
        begins = line.startswith(_START)
        steps = line.removeprefix(_START).split()
        try:
            first = [
                form.replace("_", " ") for step in _openings(steps) for form in self._forms(step)
            ]
            source = "".join(self._step(step) for step in steps)
        except (KeyError, IndexError, ValueError) as error:
            raise ValueError(f"{where}: {line!r} cannot be read ({error})") from error
        pattern = Pattern(name, begins, source)
        for word in dict.fromkeys(form.split(" ")[0] for form in first):
            self._by_word[word].append(pattern)

    def _forms(self, step: str) -> list[str]:
        """The alternatives of one step, classes written out."""
        forms: list[str] = []
        for form in step.split("|"):
            forms += self._classes[form.strip("<>")] if form.startswith("<") else [form]
        return [form for form in forms if form]

    def _step(self, step: str) -> str:
        if step == "~":
            return f"(?:(?:{self._joined('<particle>')}) ){{0,4}}"
        if step.startswith(".."):
            return f"{_ANY_WORD}{{0,{int(step[2:])}}}?"
        group = f"(?:(?:{self._joined(_bare(step))}) )"
        return group + "?" if _is_optional(step) else group

    def _joined(self, step: str) -> str:
        forms = {form.replace("_", " ") for form in self._forms(step)}
        return "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))


def _is_optional(step: str) -> bool:
    return step.endswith("?") and step != "?" and not step.endswith("|?")


def _bare(step: str) -> str:
    return step[:-1] if _is_optional(step) else step


def _openings(steps: list[str]) -> Iterator[str]:
    """The steps with which a pattern may begin: the first, and what follows one that may miss."""
    for step in steps:
        yield _bare(step)
        if not _is_optional(step):
            return


@cache
def shipped() -> Cues:
    """The cues that ship, read once per process."""
    return Cues(sorted(DATA.glob("cues.*.txt")))


def named(cues: list[Cue], *starts: str) -> Iterator[Cue]:
    """Those whose name starts with one of ``starts``."""
    return (cue for cue in cues if cue.name.startswith(starts))
