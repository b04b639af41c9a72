"""Where an installation keeps its things: the data folder and what is in it."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from damayan.cli.trouble import Trouble

LAYOUT = 1
OURS = frozenset(
    ["keys", "logs", "run", "media", "static", "postgres", "postgres.new", "socket", "restoring"]
)


@dataclass(frozen=True)
class Places:
    """The parts of one data folder; nothing is created by asking for a path."""

    data: Path

    @property
    def keys(self) -> Path:
        """Secrets, one file each, readable by the owner alone."""
        return self.data / "keys"

    @property
    def logs(self) -> Path:
        """What the processes had to say."""
        return self.data / "logs"

    @property
    def run(self) -> Path:
        """Lock and process ids of a running installation."""
        return self.data / "run"

    @property
    def media(self) -> Path:
        """Files that people uploaded."""
        return self.data / "media"

    @property
    def version_file(self) -> Path:
        """What kind of data folder this is."""
        return self.data / "version.json"


@dataclass
class Record:
    """The contents of ``version.json``.

    ``database`` is "embedded" or "elsewhere" (DATABASE_URL). ``postgres_home`` is the folder above
    the embedded cluster when it is not the data folder itself. ``sample`` tells whether the sample
    community belongs here: a real installation never gets one.
    """

    id: str
    layout: int = LAYOUT
    database: Literal["embedded", "elsewhere"] = "embedded"
    postgres_major: int | None = None
    postgres_home: str | None = None
    sample: bool | None = None


def places() -> Places:
    """The data folder that DAMAYAN_DATA names, else ``data`` beside the program."""
    named = os.environ.get("DAMAYAN_DATA")
    folder = Path(named).expanduser() if named else Path(__file__).resolve().parents[2] / "data"
    return Places(folder.resolve())


def read_record(where: Places) -> Record | None:
    """What the data folder says of itself, or None for a new one.

    Raises Trouble when it was written by a newer Damayan or cannot be read.
    """
    try:
        content = json.loads(where.version_file.read_text())
        layout = int(content["layout"])
        if layout == LAYOUT:
            return Record(**content)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise Trouble(
            f"{where.version_file} cannot be read as the description of a data folder.",
            "Bring that file back from a copy, or choose another folder: DAMAYAN_DATA=…",
        ) from None
    raise Trouble(
        f"The data folder {where.data} has layout {layout}; this Damayan works with {LAYOUT}.",
        "Use the Damayan that wrote it, or choose another folder: DAMAYAN_DATA=…",
    )


def write_record(where: Places, record: Record) -> None:
    """Write ``version.json`` whole or not at all."""
    write_private(where.version_file, json.dumps(asdict(record), indent=1) + "\n")


def new_record() -> Record:
    """The description of a data folder that starts today."""
    return Record(id=secrets.token_hex(4))


def write_private(path: Path, text: str) -> None:
    """Write ``text`` so that it is there whole or not at all, readable by the owner alone."""
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
