"""``damayan test-database -- PROGRAM``: run a program with a PostgreSQL that is thrown away.

For tests: nothing is flushed to disk, and nothing of it is left afterwards. Where DATABASE_URL is
set already, the program gets that one instead.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from damayan.cli.account import owner_of_database
from damayan.cli.postgres import Cluster, programs_for, socket_folder
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
        raise Trouble("There is no program to run.", "damayan test-database -- pytest")
    # The command line named the product's own settings for Django; tests have theirs.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    if os.environ.get("DATABASE_URL"):
        return run_program(words)
    with throw_away() as cluster:
        os.environ["DATABASE_URL"] = cluster.url
        return run_program(words)


@contextlib.contextmanager
def throw_away() -> Iterator[Cluster]:
    """A running cluster in a temporary folder, with our empty database in it."""
    owner = owner_of_database()
    home = Path(tempfile.mkdtemp(prefix="damayan-test-"))
    try:
        home.chmod(0o711)
        cluster = Cluster(
            home, socket_folder(home, home.name), programs_for(owner), owner, durable=False
        )
        cluster.create()
        with (home / "postgres.log").open("wb") as log, _served(cluster, log.fileno()):
            Server(embedded=True, url=cluster.url).check()
            yield cluster
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def _served(cluster: Cluster, output: int) -> Iterator[None]:
    process = cluster.start(output)
    try:
        if not cluster.wait_ready(process):
            raise Trouble(f"PostgreSQL does not start in {cluster.home}.")
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()
