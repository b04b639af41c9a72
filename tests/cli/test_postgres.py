import os
import subprocess
from pathlib import Path

import pytest

from damayan.cli import postgres_conf
from damayan.cli.account import Owner, owner_of_database
from damayan.cli.postgres import Cluster, programs_for, socket_folder
from damayan.cli.process import birth
from damayan.cli.test_database import throw_away
from tests.cli.living import clean_env


def test_settings_survive_awkward_paths():
    text = postgres_conf.conf(Path("/srv/it's, here"), durable=True)
    assert "unix_socket_directories = '\"/srv/it''s, here\"'\n" in text
    assert "fsync = 'on'\n" in text
    assert "fsync = 'off'\n" in postgres_conf.conf(Path("/tmp/x"), durable=False)


def test_nothing_that_a_member_typed_can_reach_the_log():
    text = postgres_conf.conf(Path("/tmp/x"), durable=True)
    for line in (
        "log_min_messages = 'log'",
        "log_min_error_statement = 'panic'",
        "log_error_verbosity = 'terse'",
        "log_parameter_max_length_on_error = '0'",
    ):
        assert line in text


def test_the_database_cannot_be_reached_over_the_network():
    assert "listen_addresses = ''" in postgres_conf.conf(Path("/tmp/x"), durable=True)
    assert "host" not in postgres_conf.HBA


def test_the_socket_moves_to_a_short_path_when_the_data_folder_is_deep(tmp_path):
    assert socket_folder(Path("/srv/damayan/data"), "a1") == Path("/srv/damayan/data/socket")
    deep = Path("/srv") / ("x" * 90)
    short = socket_folder(deep, "a1")
    assert len(os.fsencode(short / ".s.PGSQL.5432")) <= 107
    assert socket_folder(deep, "b2") != short


@pytest.fixture(scope="module")
def cluster():
    with throw_away() as cluster:
        yield cluster


def query(cluster: Cluster, sql: str) -> str:
    psql = cluster.programs / "psql"
    done = subprocess.run(
        [psql, "-XAtc", sql, cluster.url], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.processes
def test_the_embedded_database_has_vectors_and_knows_filipino_letters(cluster):
    assert query(cluster, "SELECT '[1,2]'::vector <-> '[1,3]'::vector") == "1"
    assert query(cluster, "SELECT to_tsvector('simple', 'ÑIÑO')") == "'ñiño':1"


@pytest.mark.processes
def test_a_failed_statement_leaves_no_trace_of_its_words_in_the_log(cluster):
    with pytest.raises(subprocess.CalledProcessError):
        query(cluster, "SELECT 'my secret'::integer")
    assert "secret" not in (cluster.home / "postgres.log").read_text()


@pytest.mark.processes
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_other_users_of_the_machine_cannot_enter_even_through_an_open_folder(cluster):
    cluster.socket.chmod(0o777)
    done = subprocess.run(
        [cluster.programs / "psql", "-XAtc", "SELECT 1", cluster.url],
        capture_output=True,
        text=True,
        check=False,
        user="nobody",
        group="nogroup",
        extra_groups=[],
        env=clean_env(),
        cwd="/",
    )
    assert done.returncode
    assert "Peer authentication failed" in done.stderr


@pytest.mark.processes
def test_a_throw_away_database_leaves_nothing_behind():
    with throw_away() as cluster:
        assert cluster.is_ready()
        process = (cluster.data / "postmaster.pid").read_text().splitlines()[0]
    assert not cluster.home.exists()
    assert not birth(int(process))


@pytest.mark.processes
@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for PostgreSQL")
def test_root_lets_another_user_run_postgres_and_opens_no_private_folder(tmp_path):
    tmp_path.chmod(0o700)
    owner = owner_of_database()
    assert owner.uid != 0
    assert not owner.may("-x", tmp_path)
    assert owner.may("-x", programs_for(owner) / "postgres")
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_whoever_is_not_root_runs_postgres_as_themselves():
    me = Owner(os.geteuid(), os.getegid(), "me")
    assert me.switch is None
