"""``damayan import``: bring a corpus into groups as stories and replies, as often as you like."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from damayan.cli.database import at_hand
from damayan.cli.trouble import Trouble

_SHOWN = 10


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("mapping", type=Path, help="TOML: which column becomes what")
    parser.add_argument("--stories", type=Path, help="CSV or JSONL with stories")
    parser.add_argument("--replies", type=Path, help="CSV or JSONL with replies")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, keep nothing"
    )
    parser.add_argument("--report", type=Path, help="write every refused row with its reason here")


def run(args: argparse.Namespace) -> int:
    """Import; answers 0, also when rows were refused."""
    files = [path for path in (args.stories, args.replies) if path]
    if not files:
        raise Trouble("There is nothing to import.", "Name a file with --stories or --replies.")
    for path in files:
        if not path.is_file():
            raise Trouble(f"There is no file {path}.")
    with at_hand():
        import django

        django.setup()
        return _import(args)


def _import(args: argparse.Namespace) -> int:
    from damayan.demo.importing.bringing import Import, refusals
    from damayan.demo.importing.mapping import BadMapping, read_mapping

    try:
        work = Import(read_mapping(args.mapping), dry_run=args.dry_run)
    except BadMapping as error:
        raise Trouble(str(error), "See damayan/demo/examples/counsel-chat.toml.") from None
    for path, bring in ((args.stories, work.stories), (args.replies, work.replies)):
        if path:
            with tqdm(total=path.stat().st_size, unit="B", unit_scale=True, desc=path.name) as bar:
                work.heard = partial(_move, bar)
                bring(path)
                bar.update(bar.total - bar.n)
    lines = list(refusals(work.outcome))
    if args.report:
        args.report.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    _say(work.outcome, lines, dry_run=args.dry_run)
    return 0


def _move(bar: Any, row: Any) -> None:
    bar.update(max(0, row.read - bar.n))


def _say(outcome: Any, lines: list[str], *, dry_run: bool) -> None:
    would = "would come in" if dry_run else "came in"
    for kind, many in (("story", "stories"), ("reply", "replies")):
        print(f"{outcome.made[kind]} {many} {would}, {outcome.before[kind]} were here before.")
    print(f"{len(lines)} rows were refused.")
    for line in lines[:_SHOWN]:
        print(f"  {line}")
    if len(lines) > _SHOWN:
        print(f"  … and {len(lines) - _SHOWN} more; --report FILE lists them all.")
