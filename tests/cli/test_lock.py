import json
import os
import signal
import subprocess
import sys

import pytest

from damayan.cli import lock
from damayan.cli.places import Places
from damayan.cli.trouble import Trouble

HOLDER = """
import sys, time
from pathlib import Path
from damayan.cli import lock
from damayan.cli.places import Places
with lock.held(Places(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_parent_is_told_who_is_at_work(tmp_path):
    where = Places(tmp_path)
    with lock.held(where):
        assert lock.is_held(where)
        with pytest.raises(Trouble, match=f"process {os.getpid()}"), lock.held(where):
            pytest.fail("held twice")
    assert not lock.is_held(where)
    with lock.held(where):
        pass


@pytest.mark.processes
def test_a_killed_parent_leaves_the_folder_free(tmp_path):
    where = Places(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    assert lock.is_held(where)
    holder.kill()
    holder.wait()
    with lock.held(where):
        pass


@pytest.mark.processes
def test_processes_of_a_killed_parent_are_stopped_and_a_reused_number_is_spared(tmp_path):
    where = Places(tmp_path)
    where.run.mkdir()
    ours = subprocess.Popen(["sleep", "60"])
    other = subprocess.Popen(["sleep", "60"])
    try:
        lock.remember_children(where, [ours.pid, other.pid])
        noted = json.loads((where.run / "children.json").read_text())
        noted[str(other.pid)] = "1"  # the number belonged to a process of long ago
        (where.run / "children.json").write_text(json.dumps(noted))
        assert lock.stop_leftovers(where) == 1
        assert ours.wait(5) == -signal.SIGTERM
        assert other.poll() is None
    finally:
        for process in (ours, other):
            process.kill()
            process.wait()
