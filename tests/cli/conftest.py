import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.living import Installation, new_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with new_folder() as path:
        yield path


@pytest.fixture
def new_installation(folder: Path) -> Iterator[Callable[..., Installation]]:
    """Makes installations in a folder of the test, and stops what it left running."""
    made: list[Installation] = []

    def make(name: str = "data", **env: str) -> Installation:
        made.append(Installation(folder / name, **env))
        return made[-1]

    yield make
    for installation in made:
        if installation.is_up():
            installation.stop()


@pytest.fixture(scope="session")
def started_once() -> Iterator[Path]:
    """The data folder of an installation that was started and stopped: a pattern for copies."""
    with new_folder() as path:
        installation = Installation(path / "data")
        installation.up("--no-demo")
        assert installation.stop() == 0
        yield installation.data


@pytest.fixture
def installation(started_once: Path, new_installation) -> Installation:
    """An installation that was started before and lies still."""
    made = new_installation()
    copy(started_once, made.data)
    return made


@pytest.fixture(scope="module")
def running(started_once: Path) -> Iterator[Installation]:
    """One installation that runs for a whole module; whoever harms it lets it recover."""
    with new_folder() as path:
        installation = Installation(path / "data")
        copy(started_once, installation.data)
        installation.up("--no-demo")
        yield installation
        installation.stop()


def copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", source, target], check=True)
