"""The file that a backup is: a zip archive with a manifest, the database, the keys, the uploads."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, cast

from damayan.cli.trouble import Trouble

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
KEYS = "keys/"
MEDIA = "media/"
_CHUNK = 1024 * 1024


@dataclass
class Manifest:
    """What a backup says of itself; ``sha256`` covers every other file in it, by name.

    ``migrations`` lists what the database had gone through, as "room.0001_name". ``made`` is a time
    in ISO 8601, in UTC.
    """

    format: int
    made: str
    program: str
    postgres: int
    sample: bool | None
    migrations: list[str]
    sha256: dict[str, str] = field(default_factory=dict)


class Writer:
    """Fills a new archive; nothing in it is compressed again, the dump is so already."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._manifest = manifest

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Put one file into the archive."""
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                target.write(piece)
        self._manifest.sha256[name] = digest.hexdigest()

    def add_file(self, name: str, path: Path) -> None:
        """Put one file of the disk into the archive."""
        with path.open("rb") as source:
            self.add(name, pieces(source))

    def close(self) -> None:
        """Write the manifest and the end of the archive."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(self._manifest), indent=1))
        self._zip.close()


class Reader:
    """A backup that was looked through from beginning to end and is whole."""

    def __init__(self, path: Path) -> None:
        """Open and verify; raises Trouble for anything but a whole backup."""
        broken = Trouble(
            f"{path} is not a whole backup of Damayan.",
            "Use another copy; nothing was changed.",
        )
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = _read_manifest(self._zip)
            if not self._is_whole():
                raise broken
        except OSError as error:
            raise Trouble(f"{path} cannot be read: {error.strerror}.") from None
        except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError):
            raise broken from None

    def names(self, prefix: str) -> list[str]:
        """The files under a prefix, without it; names that would lead elsewhere are refused."""
        found = [name.removeprefix(prefix) for name in self.manifest.sha256 if _under(prefix, name)]
        if any(Path(name).is_absolute() or ".." in Path(name).parts for name in found):
            raise Trouble("The backup holds file names that lead out of it; it was not made by us.")
        return found

    def open(self, name: str) -> IO[bytes]:
        """Read one file of the archive."""
        return self._zip.open(name)

    def _is_whole(self) -> bool:
        kept = set(self._zip.namelist()) - {MANIFEST}
        if kept != set(self.manifest.sha256) or DATABASE not in kept:
            return False
        return all(self._digest(name) == self.manifest.sha256[name] for name in kept)

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self.open(name) as source:
            for piece in pieces(source):
                digest.update(piece)
        return digest.hexdigest()


def pieces(source: IO[bytes]) -> Iterable[bytes]:
    """The content of a file, a megabyte at a time."""
    return iter(lambda: source.read(_CHUNK), b"")


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    content = cast("dict[str, object]", json.loads(archive.read(MANIFEST)))
    if content["format"] != FORMAT:
        raise Trouble(
            f"The backup has format {content['format']}; this Damayan reads {FORMAT}.",
            "Restore it with the Damayan that made it.",
        )
    return Manifest(**content)  # type: ignore[arg-type]


def _under(prefix: str, name: str) -> bool:
    return name.startswith(prefix) and name != prefix
