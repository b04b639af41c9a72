"""How well the coach sees, on labelled replies: figures for the model card and for whoever asks."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from damayan.support.coach.figures import Scored, summary
from damayan.support.coach.judging import judge
from damayan.support.coach.noticing import notice
from damayan.support.coach.training import Row, out_of_fold, read_labels, read_own
from damayan.support.coach.weighing import HEADS, load

Asked = Callable[[str], Sequence[tuple[float, float]]]


def evaluate(file: Path, corpora: Path | None = None) -> dict[str, Any]:
    """Figures of the shipped coach on a file of labels (with ``corpora``) or of own replies.

    Raises ValueError where labels come without the corpora that they speak of.
    """
    rows = read_rows(file, corpora)
    seen = {id(row): notice(row.reply).features for row in rows}

    def scores(name: str) -> Sequence[tuple[float, float]]:
        head = load()[name]
        return [(row.labels[name], head(seen[id(row)])) for row in rows if name in row.labels]

    figures = {"replies": len(rows), **heads(scores)}
    return figures if corpora else figures | _deeds(file)


def cross_validated(rows: Sequence[Row]) -> dict[str, Any]:
    """Figures of heads that saw nobody of the writer whom they are asked about."""
    return {"replies": len(rows), **heads(lambda name: out_of_fold(rows, name))}


def read_rows(file: Path, corpora: Path | None) -> list[Row]:
    """Either kind of file, told apart by its first line."""
    if not file.read_text("utf-8").startswith("line\t"):
        return read_own(file)
    if corpora is None:
        raise ValueError(f"{file.name} labels lines of a corpus: say where it is with --corpora.")
    return read_labels(file, corpora)


def heads(scores: Asked) -> dict[str, Any]:
    """AUROC of each head; asking both without and with mere offers counted as asking."""
    found: dict[str, Any] = {}
    for name in HEADS:
        scored = scores(name)
        found[name] = summary(_at(scored, 1.0))
        if any(0 < label < 1 for label, _ in scored):
            found[f"{name}_or_offers"] = summary(_at(scored, 0.1))
    return found


def _at(scored: Sequence[tuple[float, float]], least: float) -> Scored:
    return [(int(label >= least), score) for label, score in scored]


def _deeds(file: Path) -> dict[str, Any]:
    """Counts for advice that comes first and for what may harm, and who was judged otherwise."""
    advice, unsafe = _Count(), _Count()
    for row in csv.DictReader(
        io.StringIO(file.read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        judged = judge(row["reply"])
        advice.add(row["advice_first"] == "1", judged.advice_first, row["reply"])
        wanted = [] if row["unsafe"] == "-" else row["unsafe"].split(",")
        met = set(wanted) <= set(judged.unsafe) if wanted else bool(judged.unsafe)
        unsafe.add(bool(wanted), met, row["reply"])
    return {"advice_first": advice.as_dict(), "unsafe": unsafe.as_dict()}


class _Count:
    def __init__(self) -> None:
        self.there = self.found = self.absent = self.false = 0
        self.otherwise: list[str] = []

    def add(self, there: bool, found: bool, reply: str) -> None:  # noqa: FBT001
        self.there += there
        self.found += there and found
        self.absent += not there
        self.false += found and not there
        if there != found:
            self.otherwise.append(reply)

    def as_dict(self) -> dict[str, Any]:
        return {
            "found": f"{self.found} of {self.there}",
            "false_alarms": f"{self.false} of {self.absent}",
            "otherwise": self.otherwise,
        }
