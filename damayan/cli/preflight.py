"""What must be right before anything is started; each check raises Trouble or says nothing."""

import errno
import os
import secrets
import shutil
import socket
from pathlib import Path

from damayan.cli.places import OURS, Places
from damayan.cli.trouble import Trouble

RESTORING = "restoring"
_MIB = 1024 * 1024


def folder_is_ours(where: Places) -> None:
    """Refuse a folder that holds other things: a wrong DAMAYAN_DATA must not be written into."""
    if where.version_file.exists():
        return
    others = sorted(entry.name for entry in where.data.iterdir() if entry.name not in OURS)
    if others:
        raise Trouble(
            f"{where.data} is not a data folder of Damayan: it holds {others[0]} and has no "
            f"{where.version_file.name}.",
            "Choose an empty or a new folder: DAMAYAN_DATA=…",
        )


def no_restore_broke_off(where: Places) -> None:
    """Refuse to run on data and keys that may not belong together."""
    if (where.data / RESTORING).exists():
        raise Trouble(
            "Restoring a backup into this installation broke off before its end.",
            "Run it again: damayan restore FILE --replace",
        )


def folder_is_writable(where: Places) -> None:
    """Refuse a folder that cannot be written to."""
    probe = where.data / f"run.{secrets.token_hex(4)}"
    try:
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"The data folder {where.data} cannot be written to: {error.strerror}.",
            "Make it writable for this user, or choose another folder: DAMAYAN_DATA=…",
        ) from None


def disk_has_room(*folders: Path) -> None:
    """Refuse to start with less free space than DAMAYAN_MIN_FREE_MB (1024) megabytes."""
    wanted = int(os.environ.get("DAMAYAN_MIN_FREE_MB", "1024"))
    for folder in folders:
        free = shutil.disk_usage(folder).free // _MIB
        if free < wanted:
            raise Trouble(
                f"Only {free} MB are free for {folder}; Damayan wants {wanted} MB before it "
                "starts, so that the database never meets a full disk.",
                "Free some space, choose a folder on another disk with DAMAYAN_DATA=…, or accept "
                f"less with DAMAYAN_MIN_FREE_MB={max(free - 100, 0)}.",
            )


def port_is_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on."""
    error = _bind(host, port)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        raise Trouble(f"Port {port} is already used by another program.", _other_port(host, port))
    if error.errno == errno.EACCES:
        raise Trouble(
            f"This user may not listen on port {port}.",
            "Choose a port from 1024 up, such as --port 8000, and put a proxy in front.",
        )
    raise Trouble(
        f"This machine cannot listen on {host}: {error.strerror}.",
        "Choose one of its own addresses, such as --host 127.0.0.1.",
    )


def _other_port(host: str, port: int) -> str:
    free = (p for p in range(port + 1, min(port + 50, 65536)) if _bind(host, p) is None)
    other = next(free, None)
    return f"Stop that program, or choose another port: --port {other}" if other else "Stop it."


def _bind(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None
