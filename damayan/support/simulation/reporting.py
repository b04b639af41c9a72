"""Several runs under every way, side by side: as a table for people and as JSON for programs."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from damayan.support.simulation.assumptions import Assumptions
from damayan.support.simulation.chance import Chance
from damayan.support.simulation.measures import Figures, figures, interval, waits
from damayan.support.simulation.run import Run
from damayan.support.simulation.ways import WAYS
from damayan.support.simulation.world import DAY, make

# One day to fill the lists before what is measured, and two for what was told last.
_BEFORE, _AFTER = 1, 2
SWEEP = (0.02, 0.015, 0.0125, 0.01, 0.0075, 0.005)
_SHOWN = (
    ("median_wait", "median to the first answer, min", 1),
    ("p95_wait", "95 % answered within, min", 1),
    ("unanswered", "unanswered at 24 h, %", 100),
    ("newcomers_unanswered", "  of first posts, %", 100),
    ("risk_median_wait", "riskiest fifth, median, min", 1),
    ("risk_p95_wait", "riskiest fifth, 95 %, min", 1),
    ("two_for_distress", "two people for distress, %", 100),
    ("returned_left", "authors left after a question, %", 100),
    ("gini", "load, Gini", 1),
    ("painful_gini", "painful load, Gini", 1),
    ("third_or_later", "answers that were third or later, %", 100),
    ("answers", "answers by supporters", 1),
    ("minutes_spent", "their minutes used", 1),
    ("minutes_offered", "their minutes offered", 1),
)


@dataclass(frozen=True)
class Report:
    """What came of all runs: figures by way, one for each seed, and the waits of all of them."""

    given: Assumptions
    seeds: tuple[int, ...]
    days: int
    ways: dict[str, list[Figures]]
    waits: dict[str, list[float]]

    def shorter(self) -> list[float]:
        """How much sooner the riskiest fifth is answered than newest-first, minutes, run by run."""
        pairs = zip(self.ways["newest first"], self.ways["routed"], strict=True)
        return [plain.risk_median_wait - ours.risk_median_wait for plain, ours in pairs]

    def as_json(self) -> dict[str, Any]:
        """Everything but the single waits; what never came is null."""
        return {
            "assumptions": asdict(self.given),
            "seeds": list(self.seeds),
            "days": self.days,
            "ways": {
                way: {
                    name: {"interval": _finite(interval(values)), "runs": _finite(values)}
                    for name in Figures._fields
                    for values in [[getattr(one, name) for one in runs]]
                }
                for way, runs in self.ways.items()
            },
            "risk_median_shorter_than_newest_first": _finite(interval(self.shorter())),
        }


def _finite(values: Sequence[float]) -> list[float | None]:
    return [round(value, 4) if math.isfinite(value) else None for value in values]


def report(given: Assumptions, *, seeds: Sequence[int], days: int) -> Report:
    """Every way with the same people, stories and luck, for each seed."""
    ways: dict[str, list[Figures]] = {name: [] for name in WAYS}
    waited: dict[str, list[float]] = {name: [] for name in WAYS}
    start, end = _BEFORE * DAY, (_BEFORE + days) * DAY
    for seed in seeds:
        chance = Chance(seed)
        world = make(given, chance, _BEFORE + days + _AFTER)
        for name, way in WAYS.items():
            state = Run(given, world, way, chance).go()
            ways[name].append(figures(state, start=start, end=end))
            waited[name] += waits(state, start=start, end=end)
    return Report(given, tuple(seeds), days, ways, waited)


def sweep(given: Assumptions, *, seeds: Sequence[int], days: int) -> list[Report]:
    """The same with ever fewer supporters, each giving as many minutes as before."""
    return [report(replace(given, supporters=share), seeds=seeds, days=days) for share in SWEEP]


def table(found: Report) -> str:
    """For people: the middle of the runs, with 95 % intervals where there are several."""
    given = found.given
    people = f"{given.members} members, {given.supporter_count} supporters"
    time = f"of {given.minutes:g} minutes a day, {found.days} days"
    lines = [
        f"{people} {time}, seeds {found.seeds[0]}–{found.seeds[-1]}",
        "",
        f"{'':36}" + "".join(f"{name:>26}" for name in found.ways),
    ]
    for name, words, times in _SHOWN:
        cells = [
            _cell([times * getattr(one, name) for one in runs]) for runs in found.ways.values()
        ]
        lines.append(f"{words:36}" + "".join(f"{cell:>26}" for cell in cells))
    lines += ["", f"riskiest fifth sooner than newest first, min: {_cell(found.shorter())}"]
    return "\n".join(lines)


def sweep_table(swept: list[Report]) -> str:
    """For people: where our way breaks as supporters become fewer."""
    shown = [one for one in _SHOWN if one[0] in _SWEPT]
    lines = [f"{'routed, supporters':36}" + "".join(f"{_share(one):>20}" for one in swept)]
    for name, words, times in shown:
        cells = [_cell([times * getattr(f, name) for f in one.ways["routed"]]) for one in swept]
        lines.append(f"{words:36}" + "".join(f"{cell:>20}" for cell in cells))
    return "\n".join(lines)


_SWEPT = (
    "median_wait unanswered newcomers_unanswered risk_median_wait two_for_distress minutes_spent "
    "minutes_offered"
).split()


def _share(found: Report) -> str:
    return f"{100 * found.given.supporters:g} %"


def _cell(values: Sequence[float]) -> str:
    middle, low, high = interval(values)
    if not math.isfinite(middle):
        return "never"
    digits = 2 if middle < 1 else 1 if middle < 100 else 0
    if min(values) >= 0:
        low = max(0.0, low)
    around = f" ({low:.{digits}f}–{high:.{digits}f})" if math.isfinite(high) else ""
    return f"{middle:.{digits}f}{around if len(values) > 1 else ''}"
