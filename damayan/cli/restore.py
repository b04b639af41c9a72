"""``damayan restore FILE``: bring a backup back into an empty installation, or in place of one."""

import argparse
import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from damayan.cli import archive, embedded, lock, pg_tools, preflight
from damayan.cli.places import (
    Places,
    new_record,
    places,
    read_record,
    write_private,
    write_record,
)
from damayan.cli.server import Server
from damayan.cli.trouble import Trouble


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="a file that `damayan backup` wrote")
    parser.add_argument(
        "--replace", action="store_true", help="give up what this installation holds now"
    )


def run(args: argparse.Namespace) -> int:
    """Restore; answers 0. Until everything was verified, nothing is changed."""
    backup = archive.Reader(args.file)
    _refuse_newer(backup)
    where = places()
    embedded.open_folder(where)
    preflight.folder_is_ours(where)
    preflight.folder_is_writable(where)
    preflight.disk_has_room(where.data)
    with lock.held(where), _database(where) as server:
        server.check()
        if not args.replace and (not server.is_empty() or any(where.keys.glob("*.key"))):
            raise Trouble(
                f"The installation in {where.data} is not empty.",
                "Restore into a new folder with DAMAYAN_DATA=…, or give up what is here: --replace",
            )
        _bring_back(backup, where, server)
    print(f"The backup of {backup.manifest.made} is restored. Start with: damayan up")
    return 0


def _bring_back(backup: archive.Reader, where: Places, server: Server) -> None:
    marker = where.data / preflight.RESTORING
    write_private(marker, f"{backup.manifest.made}\n")
    try:
        with backup.open(archive.DATABASE) as source:
            pg_tools.load(server.url, server.major(), source)
    except Trouble:  # nothing has changed, so nothing is half done
        marker.unlink()
        raise
    server.analyze()
    where.keys.mkdir(mode=0o700, exist_ok=True)
    for name in backup.names(archive.KEYS):
        with backup.open(archive.KEYS + name) as source:
            write_private(where.keys / name, source.read().decode())
    _restore_media(backup, where)
    record = read_record(where) or new_record()
    record.sample = backup.manifest.sample
    record.database = "embedded" if server.embedded else "elsewhere"
    write_record(where, record)
    marker.unlink()


def _restore_media(backup: archive.Reader, where: Places) -> None:
    fresh = where.data / "media.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for name in backup.names(archive.MEDIA):
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with backup.open(archive.MEDIA + name) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file)
    shutil.rmtree(where.media, ignore_errors=True)
    if fresh.is_dir():
        fresh.rename(where.media)


@contextlib.contextmanager
def _database(where: Places) -> Iterator[Server]:
    if url := os.environ.get("DATABASE_URL"):
        yield Server(embedded=False, url=url)
        return
    with embedded.started(where) as cluster:
        yield Server(embedded=True, url=cluster.url)


def _refuse_newer(backup: archive.Reader) -> None:
    """A database that went through steps we do not have cannot be run by this program."""
    rooms = Path(__file__).resolve().parents[1]
    for step in backup.manifest.migrations:
        room, _, name = step.partition(".")
        folder = rooms / room / "migrations"
        if folder.is_dir() and not (folder / f"{name}.py").is_file():
            raise Trouble(
                f"The backup is of a newer Damayan than this one: it knows {step}.",
                "Update the program (git pull), then restore.",
            )
