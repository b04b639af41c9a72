"""The parent: keeps its children running, and stops them in order."""

import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from damayan.cli.lock import remember_children
from damayan.cli.places import Places

Starter = Callable[[IO[bytes]], subprocess.Popen[bytes]]

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 15.0
_CALM_AFTER = 60.0
_LOG_SIZE = 5_000_000
_LOGS_KEPT = 3
_ROUND = 30.0
WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


@dataclass
class Child:
    """One process that should be running, and how it ends: its signal, then seconds to wait."""

    name: str
    start: Starter
    end_signal: int = signal.SIGTERM
    patience: float = 8.0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float | None = None
    pause: float = field(default=_FIRST_PAUSE)

    def running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Starts children in the order given, restarts those that die, stops them in reverse."""

    def __init__(self, where: Places, tell: Callable[[str], None]) -> None:
        self.where = where
        self.tell = tell
        self.children: list[Child] = []
        where.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)

    def add(self, child: Child) -> Child:
        """Start a child and look after it from now on."""
        self.children.append(child)
        self._start(child)
        return child

    def watch(self) -> None:
        """Keep everything running until somebody asks us to stop (SIGTERM, SIGINT or SIGHUP)."""
        while not self.wait(_ROUND):
            for child in self.children:
                with contextlib.suppress(OSError):  # a full disk must not stop the parent
                    _rotate(self.log(child))

    def wait(self, seconds: float) -> bool:
        """Look after the children for a while; True as soon as somebody asks us to stop."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._look_after_all()
            pauses = [child.due - time.monotonic() for child in self.children if child.due]
            caught = signal.sigtimedwait(WATCHED, max(0.0, min([left, *pauses])))
            if caught and caught.si_signo != signal.SIGCHLD:
                return True
        return False

    def stop(self) -> None:
        """Stop the last child first; what does not end in its time is killed."""
        for child in reversed(self.children):
            if child.process is None or not child.running():
                continue
            child.process.send_signal(child.end_signal)
            try:
                child.process.wait(child.patience)
            except subprocess.TimeoutExpired:
                self.tell(f"{child.name} did not stop in {child.patience:.0f} s; ending it.")
                child.process.kill()
                child.process.wait()
        self.children.clear()

    def log(self, child: Child) -> Path:
        """The file with what a child had to say."""
        return self.where.logs / f"{child.name}.log"

    def _look_after_all(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.due is not None and now >= child.due:
                self._start(child)
            elif child.due is None and not child.running():
                self._plan_restart(child, now)

    def _plan_restart(self, child: Child, now: float) -> None:
        if now - child.started > _CALM_AFTER:
            child.pause = _FIRST_PAUSE
        child.due = now + child.pause
        child.pause = min(child.pause * 2, _LONGEST_PAUSE)
        self.tell(f"{child.name} stopped ({_reason(child)}); starting it again.")

    def _start(self, child: Child) -> None:
        child.due = None
        with self.log(child).open("ab") as output:
            child.process = child.start(output)
        child.started = time.monotonic()
        remember_children(self.where, [c.process.pid for c in self.children if c.process])


def _reason(child: Child) -> str:
    code = child.process.returncode if child.process else 0
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


def _rotate(log: Path) -> None:
    """Keep a log below a size: children append, so the file may be copied and emptied."""
    if not log.exists() or log.stat().st_size < _LOG_SIZE:
        return
    for number in range(_LOGS_KEPT, 1, -1):
        older = log.with_suffix(f".log.{number - 1}")
        if older.exists():
            older.replace(log.with_suffix(f".log.{number}"))
    shutil.copyfile(log, log.with_suffix(".log.1"))
    with log.open("r+b") as file:
        file.truncate()
