"""``damayan manage …``: Django's own commands, with the database at hand."""

import argparse
import os
import sys

from damayan.cli.database import at_hand


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="command and arguments for Django")


def run(args: argparse.Namespace) -> int:
    """Run the command; answers 0, Django exits by itself otherwise."""
    with at_hand():
        from django.core.management import execute_from_command_line

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "damayan.config.settings")
        execute_from_command_line([f"{sys.argv[0]} manage", *args.words])
    return 0
