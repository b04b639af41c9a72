"""The web process: granian in front of our one ASGI application."""

import argparse
import contextlib
import gc
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from damayan.cli.process import die_with_parent

# Open live streams count as requests in progress, so this is far above what pages need.
_OPEN_REQUESTS = 8192
_BACKLOG = 2048
_FILES = 32768
_GARBAGE = (20_000, 20, 50)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="damayan.cli.web")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args(argv)
    _allow_many_files()
    Server(
        "damayan.config.asgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.ASGI,
        workers=args.workers,
        http=HTTPModes.http1,
        websockets=False,
        backlog=_BACKLOG,
        backpressure=_OPEN_REQUESTS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=4,
    ).serve(target_loader=_Loader(os.getpid()), wrap_loader=False)
    return 0


class _Loader:
    """Loads the application inside a worker process, and ties that process to its parent."""

    def __init__(self, parent: int) -> None:
        self.parent = parent

    def __call__(self) -> Callable[..., Any]:
        if multiprocessing.parent_process() is not None:
            die_with_parent(self.parent, signal.SIGTERM)
        application: Callable[..., Any] = import_module("damayan.config.asgi").application
        # What is loaded by now stays: looking through it again and again for rubbish costs a tenth.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_GARBAGE)
        return application


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main())
