import subprocess
import sys
from pathlib import Path

import pytest

from damayan.cli.places import Places
from damayan.cli.supervisor import Child, _rotate

# The supervisor takes the process's signals for itself, so each test gives it a process.
WATCH = """
import os, signal, subprocess, sys, time
from pathlib import Path
from damayan.cli.places import Places
from damayan.cli.process import start
from damayan.cli.supervisor import Child, Supervisor

said = []
supervisor = Supervisor(Places(Path(sys.argv[1])), said.append)

def run(script):
    return lambda output: start([sys.executable, "-c", script], env=os.environ, output=output)
"""


def watched(tmp_path: Path, script: str) -> str:
    Places(tmp_path).run.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WATCH + script, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.processes
def test_a_child_that_dies_is_started_again_within_a_second(tmp_path):
    said = watched(
        tmp_path,
        """
child = supervisor.add(Child("web", run("import time; time.sleep(60)")))
for _ in range(2):
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    began = time.monotonic()
    while child.process.pid == first:
        supervisor.wait(0.02)
    print(time.monotonic() - began < 1, child.running())
supervisor.stop()
print(said[0])
""",
    )
    assert said.splitlines() == ["True True"] * 2 + ["web stopped (SIGKILL); starting it again."]


@pytest.mark.processes
def test_a_child_that_keeps_dying_is_started_less_and_less_often(tmp_path):
    said = watched(
        tmp_path,
        """
child = supervisor.add(Child("worker", run("raise SystemExit(7)")))
supervisor.wait(4)
supervisor.stop()
print(len(said) < 8, "exit code 7" in said[0])
""",
    )
    assert said == "True True\n"


@pytest.mark.processes
def test_children_stop_in_reverse_and_a_stubborn_one_is_ended(tmp_path):
    told = tmp_path / "told"
    said = watched(
        tmp_path,
        f"""
note = ("import signal, sys, time\\n"
        "def end(*_):\\n    open({str(told)!r}, 'a').write(sys.argv[0] or 'x'); sys.exit()\\n"
        "signal.signal(signal.SIGTERM, end)\\n"
        "print('ready', flush=True); time.sleep(60)")
stubborn = ("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
            "print('ready', flush=True); time.sleep(60)")
children = [supervisor.add(Child("first", run(note))),
            supervisor.add(Child("last", run(stubborn), patience=0.3))]
while any(not supervisor.log(c).read_text() for c in children):
    supervisor.wait(0.05)
supervisor.stop()
print([c.process.returncode for c in children], *said)
""",
    )
    assert said == "[0, -9] last did not stop in 0 s; ending it.\n"
    assert told.read_text()


@pytest.mark.processes
def test_children_end_with_a_parent_that_is_killed(tmp_path):
    said = watched(
        tmp_path,
        """
inner = '''
import os, sys, time
from damayan.cli.process import start
child = start(["sleep", "60"], env=os.environ, output=None)
print(child.pid, flush=True)
time.sleep(60)
'''
parent = subprocess.Popen([sys.executable, "-c", inner], stdout=subprocess.PIPE, text=True)
pid = int(parent.stdout.readline())
parent.kill(); parent.wait()
from damayan.cli.process import birth
end = time.monotonic() + 5
while birth(pid) and time.monotonic() < end:
    time.sleep(0.02)
print(repr(birth(pid)))
""",
    )
    assert said == "''\n"


def test_a_large_log_makes_room_and_the_old_lines_stay_for_a_while(tmp_path, monkeypatch):
    monkeypatch.setattr("damayan.cli.supervisor._LOG_SIZE", 10)
    log = Places(tmp_path).logs / "web.log"
    log.parent.mkdir()
    with log.open("ab") as output:
        for text in (b"the first lines", b"the second lines", b"short"):
            output.write(text)
            output.flush()
            _rotate(log)
    assert log.read_bytes() == b"short"
    assert log.with_suffix(".log.1").read_bytes() == b"the second lines"
    assert log.with_suffix(".log.2").read_bytes() == b"the first lines"


def test_a_child_that_was_never_started_is_not_running():
    assert not Child("web", lambda _: pytest.fail("not asked")).running()
