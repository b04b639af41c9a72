import shutil
import subprocess
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"


def test_a_python_that_is_too_old_is_said_so_before_anything_is_made(tmp_path):
    (tmp_path / "bin").mkdir()
    shutil.copy(BIN / "setup", tmp_path / "bin")
    old = tmp_path / "path"
    old.mkdir()
    for name in ("dirname", "cat", "id", "pwd"):
        (old / name).symlink_to(shutil.which(name))
    (old / "python3").write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
    (old / "python3").chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", tmp_path / "bin" / "setup"],
        env={"PATH": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and found Python 3.9.2" in done.stderr
    assert "→" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("name", ["setup", "run", "test", "check"])
def test_the_scripts_are_plain_shell(name):
    done = subprocess.run(["/bin/sh", "-n", BIN / name], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (BIN / name).stat().st_mode & 0o111
