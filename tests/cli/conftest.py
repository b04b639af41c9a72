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


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One installation that runs for a whole module; whoever harms it lets it recover."""
    with new_folder() as path:
        installation = Installation(path / "data")
        installation.up()
        yield installation
        installation.stop()
