"""Processes: starting them so that none outlives us, recognising and stopping them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

from damayan.cli.trouble import Trouble

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, signum: int) -> None:
    """Ask the kernel to send this process ``signum`` when ``parent``, its parent, is gone."""
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, signum, 0, 0, 0)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    output: IO[bytes] | int | None,
    errors: IO[bytes] | int | None = subprocess.STDOUT,
    feed: int = subprocess.DEVNULL,
    end_signal: int = signal.SIGTERM,
    owner: tuple[int, int] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own that ends when this process ends, however it ends.

    ``owner`` is the (uid, gid) to run as. Must be called from the main thread: the kernel watches
    the thread that forked.
    """
    user, group = owner or (None, None)
    return subprocess.Popen(  # noqa: S603 - our own programs, no shell
        [str(word) for word in command],
        env=dict(env),
        stdin=feed,
        stdout=output,
        stderr=errors,
        start_new_session=True,
        preexec_fn=_before_exec(os.getpid(), end_signal),  # noqa: PLW1509 - one thread, see above
        user=user,
        group=group,
        extra_groups=None if owner is None else [],
        cwd=cwd,
    )


def _before_exec(parent: int, signum: int) -> Callable[[], None]:
    def run() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        die_with_parent(parent, signum)

    return run


def run_program(words: Sequence[str]) -> int:
    """Run what the operator asked for, with our terminal; answers its exit code."""
    try:
        return subprocess.run(words, check=False).returncode  # noqa: S603 - they may run anything
    except FileNotFoundError:
        raise Trouble(f"There is no program called {words[0]}.", code=127) from None


def birth(pid: int) -> str:
    """When a process began, in the kernel's own ticks; empty when there is none.

    Together with the number this tells a process from a later one that got the same number.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def working_in(folder: Path) -> list[int]:
    """Numbers of the processes whose working directory is ``folder``."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found


def stop_all(pids: Iterable[int], *signals: tuple[int, float]) -> bool:
    """Send each (signal, seconds to wait) in turn until no process is left; answers whether so."""
    left = {pid: birth(pid) for pid in pids}
    for signum, patience in signals:
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signum)
        end = time.monotonic() + patience
        while (left := _alive(left)) and time.monotonic() < end:
            time.sleep(0.05)
        if not left:
            return True
    return not left


def _alive(known: Mapping[int, str]) -> dict[int, str]:
    return {pid: born for pid, born in known.items() if born and birth(pid) == born}
