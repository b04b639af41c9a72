"""One parent per data folder."""

import contextlib
import fcntl
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from damayan.cli.places import Places
from damayan.cli.process import birth, stop_all
from damayan.cli.trouble import Trouble


@contextlib.contextmanager
def held(where: Places) -> Iterator[None]:
    """Hold the data folder; raises Trouble when another parent has it.

    The kernel gives the lock back when its holder ends, however it ends.
    """
    where.run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (where.run / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(file.name) from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def is_held(where: Places) -> bool:
    """Whether a parent is at work on this data folder."""
    try:
        with (where.run / "lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _busy(name: str) -> Trouble:
    path = Path(name)
    holder = path.read_text().strip() or "unknown"
    return Trouble(
        f"Damayan is already at work on {path.parents[1]} (process {holder}).",
        f"Use that one, stop it with: kill {holder}, or choose another folder: DAMAYAN_DATA=…",
    )


def remember_children(where: Places, pids: list[int]) -> None:
    """Note the processes that belong to the holder of the lock."""
    known = {str(pid): birth(pid) for pid in pids}
    with contextlib.suppress(OSError):  # a full disk must not stop the parent
        (where.run / "children.json").write_text(json.dumps(known))


def stop_leftovers(where: Places) -> int:
    """Stop what a killed parent left running; answers how many processes that were.

    Only for the holder of the lock. Most end by themselves with their parent.
    """
    try:
        known = json.loads((where.run / "children.json").read_text())
    except (OSError, ValueError):
        return 0
    pids = [int(pid) for pid, born in known.items() if born and birth(int(pid)) == born]
    stop_all(pids, (signal.SIGTERM, 8), (signal.SIGKILL, 2))
    return len(pids)
