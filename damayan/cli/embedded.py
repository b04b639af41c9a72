"""The embedded cluster of one data folder: where it belongs and how it is brought up."""

import contextlib
import os
import pwd
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from damayan.cli import lock
from damayan.cli.account import SHARED_HOME, owner_of_database
from damayan.cli.places import Places, Record, new_record, read_record, write_record
from damayan.cli.postgres import MAJOR, Cluster, programs_for, socket_folder
from damayan.cli.trouble import Trouble

_PATIENCE = 20  # seconds for a server that another process is starting


def cluster_of(where: Places, record: Record) -> Cluster:
    """The cluster that belongs to this data folder, made or not; decides its place at first.

    The data folder must exist. Raises Trouble for a cluster of another PostgreSQL version.
    """
    owner = owner_of_database()
    if record.postgres_home is None and not owner.may("-x", where.data):
        if (where.data / "postgres" / "PG_VERSION").exists():
            raise Trouble(
                f"PostgreSQL's user {owner.name} cannot reach its files in {where.data}.",
                f"Move that folder to where others may enter, such as {SHARED_HOME}, and name it "
                "with DAMAYAN_DATA=…",
            )
        record.postgres_home = str(SHARED_HOME / record.id)
    home = Path(record.postgres_home) if record.postgres_home else where.data
    cluster = Cluster(home, socket_folder(home, record.id), programs_for(owner), owner)
    _check_version(cluster)
    return cluster


def prepare(where: Places, record: Record) -> Cluster:
    """Find the cluster, make it when there is none, and clear what a killed run left behind.

    For the holder of the data folder's lock.
    """
    cluster = cluster_of(where, record)
    if cluster.home != where.data:
        cluster.home.mkdir(parents=True, exist_ok=True)
        cluster.home.chmod(0o711)
        SHARED_HOME.chmod(0o755)
    if not cluster.exists():
        _refuse_to_start_empty(cluster, record)
        cluster.create()
    record.postgres_major = MAJOR
    write_record(where, record)
    _link_socket(where, cluster)
    cluster.stop_leftovers()
    return cluster


@contextlib.contextmanager
def running(where: Places) -> Iterator[Cluster]:
    """The embedded database of an existing or new data folder, running for as long as needed.

    Uses the one that is running already; else starts it, and stops it at the end.
    """
    open_folder(where)
    if lock.is_held(where):
        cluster = cluster_of(where, read_record(where) or new_record())
        _wait_for_the_other(cluster)
        yield cluster
        return
    with lock.held(where), started(where) as cluster:
        yield cluster


def _wait_for_the_other(cluster: Cluster) -> None:
    end = time.monotonic() + _PATIENCE
    while not cluster.is_ready():
        if time.monotonic() > end:
            raise Trouble("Damayan is just starting or stopping.", "Try again in a moment.")
        time.sleep(0.1)


@contextlib.contextmanager
def started(where: Places) -> Iterator[Cluster]:
    """The embedded database, started for as long as needed; for the holder of the lock."""
    cluster = prepare(where, read_record(where) or new_record())
    where.logs.mkdir(mode=0o700, exist_ok=True)
    with (where.logs / "postgres.log").open("ab") as log:
        process = cluster.start(log)
    try:
        if not cluster.wait_ready(process):
            raise Trouble("PostgreSQL does not start.", f"Its reasons are in {log.name}")
        yield cluster
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def open_folder(where: Places) -> None:
    """Make the data folder, or see that it is ours; raises Trouble when it cannot be used."""
    if where.data.is_dir():
        _refuse_someone_elses(where)
        return
    try:
        where.data.mkdir(parents=True)
        # Root's PostgreSQL runs as another user, who must reach its own folder in here.
        where.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise Trouble(
            f"The data folder {where.data} cannot be made: {error.strerror}.",
            "Choose a folder that you may write to: DAMAYAN_DATA=…",
        ) from None


def _refuse_someone_elses(where: Places) -> None:
    uid = where.data.stat().st_uid
    if uid != os.geteuid() and where.version_file.exists():
        try:
            name = pwd.getpwuid(uid).pw_name
        except KeyError:
            name = f"number {uid}"
        raise Trouble(
            f"The data folder {where.data} belongs to the user {name}.",
            f"Run Damayan as {name}, or choose another folder: DAMAYAN_DATA=…",
        )


def _check_version(cluster: Cluster) -> None:
    if not cluster.exists():
        return
    try:
        major = (cluster.data / "PG_VERSION").read_text().strip()
    except OSError as error:
        raise Trouble(f"{cluster.data} cannot be read: {error.strerror}.") from None
    if major != str(MAJOR):
        raise Trouble(
            f"The data in {cluster.data} is of PostgreSQL {major}; this Damayan brings {MAJOR}.",
            "Write a backup with the Damayan that made it, and restore it here into a new folder.",
        )


def _refuse_to_start_empty(cluster: Cluster, record: Record) -> None:
    if record.database == "elsewhere":
        raise Trouble(
            "This installation keeps its data in a PostgreSQL that DATABASE_URL named, "
            "and DATABASE_URL is not set now.",
            "Set it again, or choose another data folder for a new installation: DAMAYAN_DATA=…",
        )
    if record.postgres_major is not None:
        raise Trouble(
            f"The database of this installation is gone from {cluster.data}.",
            "Bring the folder back, or restore a backup into another folder: DAMAYAN_DATA=…",
        )


def _link_socket(where: Places, cluster: Cluster) -> None:
    """Let ``DATA/socket`` lead to the socket even when the cluster lives elsewhere."""
    usual = where.data / "socket"
    if cluster.socket != usual and not usual.exists():
        usual.unlink(missing_ok=True)
        usual.symlink_to(cluster.socket)


def relocated(cluster: Cluster, where: Places) -> str:
    """A sentence for the operator when the database is not in the data folder, else nothing."""
    if cluster.home == where.data:
        return ""
    return (
        f"PostgreSQL does not run as root; its user {cluster.owner.name} cannot look into "
        f"{where.data}, so the database is kept in {cluster.home}."
    )
