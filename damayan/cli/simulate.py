"""``damayan simulate``: what becomes of a community's stories under three ways of routing.

Prints a table (or ``--json``), and with ``--pictures FOLDER`` draws it as SVG and PNG. Nothing of
the installation is touched: no database, no network.
"""

import argparse
import json
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from damayan.cli.trouble import Trouble
from damayan.support.simulation.assumptions import Assumptions
from damayan.support.simulation.reporting import Report, report, sweep, sweep_table, table


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--days", type=int, default=1, help="measured days (%(default)s)")
    parser.add_argument("--month", action="store_const", const=30, dest="days", help="30 days")
    parser.add_argument("--members", type=int, default=10_000, help="(%(default)s)")
    parser.add_argument(
        "--supporters", type=float, default=2.0, help="percent of the members (%(default)s)"
    )
    parser.add_argument("--minutes", type=float, default=20.0, help="each a day (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the first run (%(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="for the intervals (%(default)s)")
    parser.add_argument("--sweep", action="store_true", help="also with ever fewer supporters")
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="another assumption, by its name in docs/routing.md; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--pictures", type=Path, help="draw SVG and PNG into this folder")


def run(args: argparse.Namespace) -> int:
    """Simulate; answers 0."""
    if args.days < 1 or args.runs < 1 or args.members < 1:
        raise Trouble("Name at least one day, one run and one member.")
    given = _assumptions(args)
    seeds = range(args.seed, args.seed + args.runs)
    found = report(given, seeds=seeds, days=args.days)
    swept = sweep(given, seeds=seeds, days=args.days) if args.sweep else []
    if args.pictures:
        _draw(found, swept, args.pictures)
    if args.json:
        print(json.dumps({**found.as_json(), "sweep": [one.as_json() for one in swept]}, indent=1))
    else:
        print(table(found) + (f"\n\n{sweep_table(swept)}" if swept else ""))
    return 0


def _assumptions(args: argparse.Namespace) -> Assumptions:
    given = Assumptions(
        members=args.members, supporters=args.supporters / 100, minutes=args.minutes
    )
    return replace(given, **dict(_assumed(one) for one in args.assume))


def _assumed(words: str) -> tuple[str, Any]:
    name, _equals, number = words.partition("=")
    types = {field.name: field.type for field in fields(Assumptions)}
    if types.get(name) not in {int, float}:
        raise Trouble(f"There is no assumption “{name}”; docs/routing.md lists them.")
    try:
        return name, (int(number) if types[name] is int else float(number))
    except ValueError as error:
        raise Trouble(f"“{words}” needs a number after the sign of equality.") from error


def _draw(found: Report, swept: list[Report], folder: Path) -> None:
    try:
        from damayan.support.simulation import pictures
    except ImportError as error:
        raise Trouble(
            "Pictures need matplotlib: install Damayan with its extra, damayan[pictures]."
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    for path in pictures.draw(found, swept, folder):
        print(path, file=sys.stderr)
