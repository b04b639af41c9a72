"""The whole product, started by its command: what runs, and what survives."""

import os
import signal

import pytest

from damayan.cli.process import birth
from tests.cli.living import eventually

pytestmark = pytest.mark.processes

JOB = """
import django, json, sys; django.setup()
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
name = "builtin:procrastinate.builtin_tasks.remove_old_jobs"
print(app.configure_task(name).defer(max_hours=1000))
"""


def jobs_are_done(installation) -> bool:
    return installation.sql("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == "0"


def recovered(installation, before: dict[str, int], killed: str) -> bool:
    now = installation.processes()
    return now.keys() == before.keys() and now[killed] != before[killed] and installation.answers()


def test_it_serves_a_page_and_does_jobs(running):
    assert running.answers()
    assert running.processes().keys() == {"web", "server", "worker", "postgres"}
    done = running.do("database", "--", os.sys.executable, "-c", JOB)
    assert done.returncode == 0, done.stderr
    eventually(lambda: jobs_are_done(running))


@pytest.mark.parametrize("killed", ["web", "server", "worker", "postgres"])
def test_a_killed_process_comes_back_and_everything_works_again(running, killed):
    before = running.processes()
    os.kill(before[killed], signal.SIGKILL)
    eventually(lambda: recovered(running, before, killed), told=running.said)
    done = running.do("database", "--", os.sys.executable, "-c", JOB)
    assert done.returncode == 0, done.stderr
    eventually(lambda: jobs_are_done(running))


def test_a_second_parent_is_turned_away_and_the_first_goes_on(running):
    done = running.do("up", "--port", "1")
    assert done.returncode == 1
    assert f"already at work on {running.data} (process {running.parent.pid})" in done.stderr
    assert "Traceback" not in done.stderr
    assert running.answers()


def test_the_doctor_finds_nothing_bad(running):
    alive = "ok   a worker is alive"
    eventually(lambda: alive in running.do("doctor").stdout, told=running.said)
    done = running.do("doctor")
    assert done.returncode == 0, done.stdout
    assert "ok   the database is at this version of the program" in done.stdout


def test_everything_private_is_closed_to_others(running):
    for name in ("keys", "logs", "run", "postgres"):
        assert (running.data / name).stat().st_mode & 0o077 == 0, name
    assert (running.data / "socket").stat().st_mode & 0o007 == 0


def test_it_stops_cleanly_and_starts_again_with_what_it_had(installation):
    installation.up("--no-demo")
    installation.sql("CREATE TABLE kept AS SELECT 42 AS answer")
    keys = [path.read_bytes() for path in sorted(installation.data.glob("keys/*"))]
    began = installation.processes()
    assert installation.stop() == 0
    assert not any(birth(pid) for pid in began.values())
    assert not (installation.data / "postgres" / "postmaster.pid").exists()
    installation.up("--no-demo")
    assert installation.sql("SELECT answer FROM kept") == "42"
    assert [path.read_bytes() for path in sorted(installation.data.glob("keys/*"))] == keys


def test_a_killed_parent_takes_everything_with_it_and_the_next_start_is_whole(installation):
    installation.up("--no-demo")
    installation.sql("CREATE TABLE kept AS SELECT 42 AS answer")
    began = installation.processes()
    installation.parent.kill()
    installation.parent.wait()
    installation.up("--no-demo")
    assert not any(birth(pid) for pid in began.values())
    assert installation.sql("SELECT answer FROM kept") == "42"


def test_an_empty_installation_shows_one_link_for_its_first_coordinator(new_installation):
    installation = new_installation()
    installation.up("--empty")
    said = installation.said()
    address = f"http://localhost:{installation.port}/"
    assert "the link works once" in said
    assert said.count(address) == 1
    assert installation.sql("SELECT count(*) FROM people_person") == "0"
