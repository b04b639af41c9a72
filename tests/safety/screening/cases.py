"""Reading the labelled sentences; all of them were written for this project."""

from functools import cache
from pathlib import Path

from damayan.safety.screening.engine import default
from damayan.safety.screening.evaluation import Judged, Labelled, judge, read_cases

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fil", "taglish", "ceb")


@cache
def cases(name: str) -> tuple[Labelled, ...]:
    with (DATA / f"{name}.tsv").open(encoding="utf-8") as lines:
        return tuple(read_cases(lines))


@cache
def judged(name: str) -> tuple[Judged, ...]:
    return tuple(judge(cases(name), default()))


def in_language(name: str, language: str) -> list[Judged]:
    return [one for one in judged(name) if one.case.language == language]
