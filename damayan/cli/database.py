"""``damayan database -- PROGRAM``: run a program with DATABASE_URL set and the database running."""

import argparse
import contextlib
import os
from collections.abc import Iterator

from damayan.cli import embedded, keys, pg_tools
from damayan.cli.places import places
from damayan.cli.postgres import packaged_programs
from damayan.cli.process import run_program
from damayan.cli.server import Server
from damayan.cli.trouble import Trouble


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="-- program and its arguments")


def run(args: argparse.Namespace) -> int:
    """Run the program; answers its exit code."""
    words = [word for index, word in enumerate(args.words) if index or word != "--"]
    if not words:
        raise Trouble("There is no program to run.", "damayan database -- psql")
    with at_hand() as url:
        # PostgreSQL's own programs read these, not DATABASE_URL; ours stand by when there are none.
        os.environ.update(pg_tools.variables(url))
        os.environ["PATH"] = f"{os.environ.get('PATH', '')}:{packaged_programs()}"
        return run_program(words)


@contextlib.contextmanager
def at_hand() -> Iterator[str]:
    """Have a database for as long as needed, named by DATABASE_URL in the environment.

    The one that DATABASE_URL names already; else the embedded one, started unless it is running.
    Makes our database and the keys when they are absent. Answers the URL; Django may be set up
    inside.
    """
    where = places()
    os.environ["DAMAYAN_DATA"] = str(where.data)
    with contextlib.ExitStack() as stack:
        is_embedded = not os.environ.get("DATABASE_URL")
        if is_embedded:
            os.environ["DATABASE_URL"] = stack.enter_context(embedded.running(where)).url
        server = Server(embedded=is_embedded)
        server.check()
        keys.ensure(where, database_is_new=server.is_new())
        yield server.url
