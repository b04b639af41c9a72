"""Whom PostgreSQL runs as.

An ordinary user runs it as themselves. It refuses to run as root, so root gets a system user for
it. That user may not look into private folders such as /root, and we never open them: what it
cannot reach is put under /var/lib/damayan instead.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from damayan.cli.process import start
from damayan.cli.trouble import Trouble

SYSTEM_USER = "damayan-pg"
SHARED_HOME = Path("/var/lib/damayan")


@dataclass(frozen=True)
class Owner:
    """A user of this machine; ``switch`` is the (uid, gid) to change to, None when it is us."""

    uid: int
    gid: int
    name: str

    @property
    def switch(self) -> tuple[int, int] | None:
        """What damayan.cli.process.start needs to start a child as this user."""
        return None if self.uid == os.geteuid() else (self.uid, self.gid)

    def may(self, test: str, path: Path) -> bool:
        """Ask ``test(1)`` as this user, for instance ``-x`` on a folder."""
        command: list[str | Path] = ["/bin/sh", "-c", f'test {test} "$1"', "sh", path]
        env = {"PATH": "/usr/bin:/bin"}
        done = start(command, env=env, output=None, owner=self.switch, cwd=Path("/"))
        return done.wait() == 0


def owner_of_database() -> Owner:
    """The user for PostgreSQL: we ourselves, or as root the system user, made when absent."""
    if os.geteuid() == 0:
        return _system_user()
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Trouble(
            f"This machine knows no name for user number {os.geteuid()}; PostgreSQL needs one.",
            "Run as a user that /etc/passwd lists, or set DATABASE_URL to another PostgreSQL.",
        ) from None
    return Owner(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _system_user() -> Owner:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _add_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Owner(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _add_system_user() -> None:
    way_on = "Run Damayan as an ordinary user, or set DATABASE_URL to another PostgreSQL."
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        raise Trouble(
            "PostgreSQL does not run as root, and there is no useradd to make a user.", way_on
        )
    words = "--system --user-group --no-create-home --home-dir /nonexistent --shell /bin/false"
    process = start([program, *words.split(), SYSTEM_USER], env=os.environ, output=subprocess.PIPE)
    said = process.communicate()[0].decode(errors="replace").strip()
    if process.returncode:
        raise Trouble(
            "PostgreSQL does not run as root, and making the user "
            f"{SYSTEM_USER} for it failed: {said}.",
            way_on,
        )
