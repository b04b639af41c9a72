"""The ``damayan`` command: everything an operator does with an installation.

Owns starting and stopping, the embedded PostgreSQL, checks, backups and the helpers for
developers. Owns no rule of the community: what touches members is an action of another room.

Every command is a module with ``add(parser)``, which declares its arguments, and ``run(args)``,
which answers the exit code. It becomes known by one line in COMMANDS and is imported only when it
is asked for, so that the command line stays quick.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

from damayan.cli.trouble import Trouble


class Command(NamedTuple):
    """One word after ``damayan``, the module behind it and what it is for."""

    name: str
    module: str
    purpose: str


COMMANDS = (
    Command("up", "damayan.cli.up", "start everything here and keep it running"),
    Command("doctor", "damayan.cli.doctor", "look for anything that is not as it should be"),
    Command("backup", "damayan.cli.backup", "write everything into one file"),
    Command("restore", "damayan.cli.restore", "bring a backup back"),
    Command("audit", "damayan.cli.audit", "look whether the guides' log is whole"),
    Command("import", "damayan.cli.importer", "bring a corpus in as stories and replies"),
    Command("bench", "damayan.cli.bench", "measure pages, posting and bytes"),
    Command("safety", "damayan.cli.safety", "screen texts, evaluate and train screening"),
    Command("coach", "damayan.cli.coach", "look at drafts of answers, evaluate the reply coach"),
    Command("simulate", "damayan.cli.simulate", "try ways of routing on a made-up community"),
    Command("manage", "damayan.cli.manage", "run one of Django's own commands"),
    Command("database", "damayan.cli.database", "run a program with the database at hand"),
    Command(
        "test-database", "damayan.cli.test_database", "run a program with a throw-away database"
    ),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; answers 0, or another number after saying what went wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "damayan.config.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    parser, modules = _parser(chosen=words[0] if words else "")
    args = parser.parse_args(words)
    if not args.command:
        parser.print_help()
        return 2
    try:
        return int(modules[args.command].run(args) or 0)
    except Trouble as trouble:
        if trouble.sentence:
            print(trouble, file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        return 130


def _parser(*, chosen: str) -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    parser = argparse.ArgumentParser(prog="damayan", description="Run a Damayan installation.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    modules: dict[str, ModuleType] = {}
    for command in COMMANDS:
        sub = subparsers.add_parser(command.name, help=command.purpose, description=command.purpose)
        if command.name == chosen:
            modules[chosen] = importlib.import_module(command.module)
            modules[chosen].add(sub)
    return parser, modules
