"""``damayan backup FILE``: everything an installation is, in one file, also while it runs."""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from damayan.cli import archive, pg_tools
from damayan.cli.database import at_hand
from damayan.cli.keys import KEYS
from damayan.cli.places import Places, places, read_record
from damayan.cli.server import Server
from damayan.cli.trouble import Trouble


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="the file to write, or - for standard output")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")


def run(args: argparse.Namespace) -> int:
    """Write the backup; answers 0."""
    where = places()
    if not where.version_file.exists():
        raise Trouble(
            f"There is no installation in {where.data}.", "Name its data folder: DAMAYAN_DATA=…"
        )
    with _target(args.file) as file, at_hand() as url:
        _write(file, where, url)
    (where.run / "last-backup").write_text(datetime.now(UTC).isoformat())
    if not args.quiet:
        _warn("The backup" if args.file == "-" else args.file)
    return 0


def _warn(name: str) -> None:
    lines = [
        f"{name} holds everything, the keys as well: whoever has it can read what members wrote.",
        "  → Keep it where only you can reach it, and encrypt it before it leaves this machine.",
    ]
    apart = sorted(variable for variable in KEYS.values() if os.environ.get(variable))
    lines += [f"{variable} comes from the environment and is not in it." for variable in apart]
    print("\n".join(lines), file=sys.stderr)


def _write(file: IO[bytes], where: Places, url: str) -> None:
    server = Server(embedded=False, url=url)
    record = read_record(where)
    manifest = archive.Manifest(
        format=archive.FORMAT,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        program=version("damayan"),
        postgres=server.major(),
        sample=record.sample if record else None,
        migrations=server.migrations(),
    )
    writer = archive.Writer(file, manifest)
    writer.add(archive.DATABASE, pg_tools.dump(url, server.major()))
    for name in KEYS:
        if (where.keys / name).is_file() and not os.environ.get(KEYS[name]):
            writer.add_file(f"{archive.KEYS}{name}", where.keys / name)
    for path in sorted(p for p in where.media.rglob("*") if p.is_file()):
        writer.add_file(f"{archive.MEDIA}{path.relative_to(where.media)}", path)
    writer.close()


@contextlib.contextmanager
def _target(name: str) -> Iterator[IO[bytes]]:
    """The file to write to: there under its name when it is complete, never before."""
    if name == "-":
        yield sys.stdout.buffer
        return
    path = Path(name)
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise Trouble(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
