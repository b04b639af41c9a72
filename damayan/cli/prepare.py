"""Bring the database and the static files to where this version of the program needs them.

Runs as a process of its own (``python -m damayan.cli.prepare``), so that the parent stays small.
Says what it does on standard error, and what the parent should show as JSON on standard output.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import django
import psycopg
from django.db.utils import OperationalError

from damayan.cli import keys
from damayan.cli.places import Places, Record, new_record, places, read_record, write_record
from damayan.cli.server import Server
from damayan.cli.trouble import SAID, Trouble


def main(argv: Sequence[str] | None = None) -> int:
    """Prepare everything; answers the exit code."""
    parser = argparse.ArgumentParser(prog="damayan.cli.prepare")
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--sample", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--invite", action="store_true")
    args = parser.parse_args(argv)
    try:
        shown = prepare(places(), args)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return SAID
    except (psycopg.OperationalError, OperationalError) as error:
        print(f"The database stopped while it was being prepared: {error}", file=sys.stderr)
        print("  → Start again; what was begun is taken up where it stopped.", file=sys.stderr)
        return SAID
    print(json.dumps(shown))
    return 0


def prepare(where: Places, args: argparse.Namespace) -> dict[str, object]:
    """Do it all; answers {"lines": what to show, "invite": path of a one-time link or ""}."""
    server = Server(embedded=args.embedded)
    server.check()
    record = read_record(where) or new_record()
    with server.alone():
        is_new = server.is_new()
        keys.ensure(where, database_is_new=is_new)
        _settle(where, record, args, is_new=is_new)
        django.setup()
        _migrate()
        _collect_static()
        if record.sample:
            _load_sample()
    return {
        "lines": _sign_in_lines() if record.sample else [],
        "invite": _invite() if args.invite else "",
    }


def _settle(where: Places, record: Record, args: argparse.Namespace, *, is_new: bool) -> None:
    """Decide once and for ever whether the sample community belongs into this installation."""
    if record.sample is None:
        record.sample = is_new and args.sample
    record.database = "embedded" if args.embedded else "elsewhere"
    write_record(where, record)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    ahead = sorted(f"{app}.{name}" for app, name in unknown if _is_ours(app))
    if ahead:
        raise Trouble(
            f"The database is of a newer Damayan than this one: it knows {ahead[-1]}.",
            "Update the program (git pull), or restore a backup of the older one.",
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database…", file=sys.stderr)
        call_command("migrate", interactive=False, verbosity=0)


def _is_ours(label: str) -> bool:
    from django.apps import apps

    return label in apps.app_configs and apps.get_app_config(label).name.startswith("damayan.")


def _collect_static() -> None:
    """Collect the static files again when any of them changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    found = sorted(
        (path, Path(storage.path(path)).stat().st_mtime_ns, storage.size(path))
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    state = json.dumps(found)
    if not stamp.is_file() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=root.is_dir(), verbosity=0)
        stamp.write_text(state)


def _load_sample() -> None:
    from damayan import demo

    if demo.is_needed():
        print("Making the sample community; this happens once…", file=sys.stderr)
        demo.load()


def _sign_in_lines() -> list[str]:
    from damayan import demo

    return list(demo.sign_in_lines())


def _invite() -> str:
    from damayan.foundation.verdict import Refused
    from damayan.people import actions

    try:
        return actions.open_first_coordinator_link()
    except Refused:  # there is a coordinator already
        return ""


if __name__ == "__main__":
    sys.exit(main())
