"""The installation's own secrets: made once, never replaced under existing data."""

import base64
import os
import secrets

from damayan.cli.places import Places, write_private
from damayan.cli.trouble import Trouble

# File in the data folder's keys/, and the environment variable that may stand in for it.
KEYS = {
    "django.key": "DAMAYAN_SECRET_KEY",
    "installation.key": "DAMAYAN_INSTALLATION_KEY",
}
_BYTES = 32


def missing(where: Places) -> list[str]:
    """Names of the keys that are neither in the environment nor in the data folder."""
    return [
        name
        for name, variable in KEYS.items()
        if not os.environ.get(variable) and not (where.keys / name).is_file()
    ]


def ensure(where: Places, *, database_is_new: bool) -> None:
    """Make the keys that are absent; raises Trouble when data exists that they would not open."""
    absent = missing(where)
    if absent and not database_is_new:
        raise Trouble(
            f"The key {where.keys / absent[0]} is missing, but the database already holds data "
            "that was made with it.",
            "Bring the key back from your backup; a new one could not read what is there.",
        )
    for name in absent:
        where.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(where.keys / name, new_key() + "\n")


def new_key() -> str:
    """32 random bytes as base64."""
    return base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def fault(where: Places, name: str) -> str:
    """What is wrong with one key file, or nothing."""
    path = where.keys / name
    if os.environ.get(KEYS[name]):
        return ""
    if not path.is_file():
        return f"{path} is missing"
    if path.stat().st_mode & 0o077:
        return f"{path} is readable by others: chmod 600 {path}"
    try:
        size = len(base64.b64decode(path.read_text().strip(), validate=True))
    except ValueError:
        size = 0
    return "" if size == _BYTES else f"{path} does not hold {_BYTES} bytes of base64"
