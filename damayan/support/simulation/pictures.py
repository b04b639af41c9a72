"""Drawings of a report with matplotlib, as SVG and PNG; only this module needs it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from damayan.support.simulation.measures import interval
from damayan.support.simulation.reporting import Report

# Told apart without colour too: each way has its own dashes.
_LOOKS = {
    "newest first": ("#a05a2c", ":"),
    "oldest unanswered first": ("#6b6b6b", "--"),
    "routed, nobody called": ("#4f8a8b", "-."),
    "routed": ("#1f5f4a", "-"),
}
_DPI = 150


def draw(found: Report, swept: list[Report], folder: Path) -> list[Path]:
    """Write every picture twice; answers the files."""
    pictures: dict[str, Callable[[Any], None]] = {
        "waiting": lambda axes: _waiting(axes, found),
        "riskiest": lambda axes: _riskiest(axes, found),
    }
    if swept:
        pictures["fewer-supporters"] = lambda axes: _fewer(axes, swept)
    return [path for name, one in pictures.items() for path in _write(folder / name, one)]


def _write(stem: Path, fill: Callable[[Any], None]) -> list[Path]:
    # Words stay words, and the same figures give the same file.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": stem.name, "font.size": 10}):
        figure = Figure(figsize=(7.2, 4.2), layout="constrained")
        axes = figure.add_subplot()
        fill(axes)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#dddddd")
        axes.set_axisbelow(True)
        paths = [stem.with_suffix(".svg"), stem.with_suffix(".png")]
        figure.savefig(paths[0], metadata={"Date": None})
        figure.savefig(paths[1], dpi=_DPI)
    return paths


def _waiting(axes: Any, found: Report) -> None:
    """The share that still waits, hour by hour."""
    hours = [quarter / 4 for quarter in range(97)]
    for way, waits in found.waits.items():
        colour, dashes = _LOOKS[way]
        left = [100 * sum(wait > 60 * hour for wait in waits) / len(waits) for hour in hours]
        axes.plot(hours, left, dashes, color=colour, label=way, linewidth=2)
    axes.set(
        xlabel="hours since the story was told",
        ylabel="% without any answer",
        xlim=(0, 24),
        ylim=(0, 100),
        xticks=range(0, 25, 4),
    )
    axes.legend(frameon=False)


def _riskiest(axes: Any, found: Report) -> None:
    """The riskiest fifth: the median wait, run by run, and its middle."""
    for place, (way, runs) in enumerate(found.ways.items()):
        values = [one.risk_median_wait for one in runs]
        axes.bar(place, interval(values).middle, color=_LOOKS[way][0], width=0.6, alpha=0.75)
        axes.plot([place] * len(values), values, "o", color="#222222", markersize=4)
    axes.set_xticks(range(len(found.ways)), [way.replace(" ", "\n", 1) for way in found.ways])
    axes.set_ylabel("riskiest fifth: median wait, minutes")


def _fewer(axes: Any, swept: list[Report]) -> None:
    """Where it breaks as supporters become fewer."""
    shares = [100 * one.given.supporters for one in swept]
    for way, (colour, dashes) in _LOOKS.items():
        middles = [
            100 * interval([figures.unanswered for figures in one.ways[way]]).middle
            for one in swept
        ]
        axes.plot(shares, middles, dashes, marker="o", color=colour, label=way, linewidth=2)
    axes.axhline(2, color="#999999", linewidth=1)
    axes.annotate("2 %", (shares[0], 2), textcoords="offset points", xytext=(0, 4))
    axes.invert_xaxis()
    axes.set(xlabel="supporters, % of members", ylabel="% unanswered at 24 h")
    axes.legend(frameon=False)
