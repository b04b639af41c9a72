"""A backup brings everything back, and nothing but a whole one is ever restored."""

import json
import subprocess
import zipfile

import pytest

from damayan.cli import archive, preflight
from damayan.cli.trouble import Trouble
from tests.cli.living import postgres_16

pytestmark = pytest.mark.processes

ROWS = """
CREATE TABLE letters (id bigserial PRIMARY KEY, body text, sealed bytea, place vector(2));
INSERT INTO letters (body, sealed, place)
SELECT 'Ñ ' || n || E'\\n\\\\.\\t', decode(md5(n::text), 'hex'), '[1,2]'
FROM generate_series(1, 500) n
"""


@pytest.fixture(scope="module")
def source(running):
    running.sql(ROWS)
    (running.data / "media" / "a").mkdir(parents=True)
    (running.data / "media" / "a" / "picture.png").write_bytes(b"\x89PNG")
    return running


@pytest.fixture
def backup(source, folder):
    path = folder / "today.damayan"
    done = source.do("backup", str(path))
    assert done.returncode == 0, done.stderr
    assert "the keys as well" in done.stderr
    return path


def test_a_backup_made_while_it_runs_brings_everything_back(source, backup, new_installation):
    assert backup.stat().st_mode & 0o777 == 0o600
    other = new_installation("other")
    done = other.do("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert other.hashes() == source.hashes()
    for name in ("django.key", "installation.key"):
        kept = other.data / "keys" / name
        assert kept.read_bytes() == (source.data / "keys" / name).read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o600
    assert (other.data / "media" / "a" / "picture.png").read_bytes() == b"\x89PNG"
    assert not (other.data / preflight.RESTORING).exists()
    other.up("--no-demo")
    assert other.answers()


def test_what_an_installation_holds_is_given_up_only_on_demand(source, backup, new_installation):
    other = new_installation("other")
    other.sql("CREATE TABLE mine AS SELECT 1 AS one; CREATE TABLE django_migrations ()")
    done = other.do("restore", str(backup))
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert other.sql("SELECT one FROM mine") == "1"
    done = other.do("restore", "--replace", str(backup))
    assert done.returncode == 0, done.stderr
    assert other.sql("SELECT to_regclass('mine') IS NULL") == "True"
    assert other.hashes() == source.hashes()


def test_a_running_installation_is_not_restored_over(source, backup):
    done = source.do("restore", "--replace", str(backup))
    assert done.returncode == 1
    assert "already at work" in done.stderr
    assert source.answers()


def test_it_works_for_an_ordinary_user_of_an_older_server(folder, source, backup, new_installation):
    with postgres_16(folder) as url:
        other = new_installation("other", DATABASE_URL=url)
        assert other.do("restore", str(backup)).returncode == 0
        assert other.hashes() == source.hashes()
        again = folder / "again.damayan"
        assert other.do("backup", str(again)).returncode == 0
        other.sql("CREATE TABLE later AS SELECT 1; DROP TABLE letters CASCADE")
        done = other.do("restore", "--replace", str(again))
        assert done.returncode == 0, done.stderr
        assert other.hashes() == source.hashes()


def damage(path, how: str) -> None:
    whole = path.read_bytes()
    if how == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif how == "changed":
        at = whole.index(b"PGDMP") + 2000
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    elif how == "other":
        path.write_bytes(b"not a backup at all")


@pytest.mark.parametrize("how", ["cut", "changed", "other"])
def test_a_damaged_backup_changes_nothing(backup, new_installation, how):
    damage(backup, how)
    other = new_installation("other")
    done = other.do("restore", "--replace", str(backup))
    assert done.returncode == 1
    assert "is not a whole backup" in done.stderr
    assert not other.data.exists()


def test_a_dump_that_breaks_off_leaves_the_database_as_it_was(folder, backup, new_installation):
    """As when the disk fills up: the manifest is right, yet PostgreSQL cannot take the dump."""
    with zipfile.ZipFile(backup) as good:
        files = {name: good.read(name) for name in good.namelist()}
    manifest = archive.Manifest(**{**json.loads(files.pop(archive.MANIFEST)), "sha256": {}})
    files[archive.DATABASE] = files[archive.DATABASE][:-3000]
    bad = folder / "bad.damayan"
    with bad.open("wb") as file:
        writer = archive.Writer(file, manifest)
        for name, content in files.items():
            writer.add(name, [content])
        writer.close()
    other = new_installation("other")
    other.sql("CREATE TABLE mine AS SELECT 1 AS one")
    done = other.do("restore", "--replace", str(bad))
    assert done.returncode == 1
    assert "The database is as it was before" in done.stderr
    assert other.sql("SELECT one FROM mine") == "1"


def test_a_backup_can_be_piped_into_another_program(source, folder):
    path = folder / "piped.damayan"
    with path.open("wb") as file:
        done = subprocess.run(
            [*source.command, "backup", "-"],
            env=source.env,
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert archive.Reader(path).manifest.format == archive.FORMAT


def test_a_backup_of_a_newer_program_is_refused(folder, new_installation):
    path = folder / "later.damayan"
    manifest = archive.Manifest(1, "2031-01-01", "9", 18, False, ["people.9999_later"])
    with path.open("wb") as file:
        writer = archive.Writer(file, manifest)
        writer.add(archive.DATABASE, [b"PGDMP"])
        writer.close()
    done = new_installation("other").do("restore", str(path))
    assert done.returncode == 1
    assert "newer Damayan" in done.stderr


def test_file_names_that_lead_out_of_a_backup_are_refused(folder):
    path = folder / "hostile.damayan"
    with path.open("wb") as file:
        writer = archive.Writer(file, archive.Manifest(1, "", "", 18, False, []))
        writer.add(archive.DATABASE, [b"x"])
        writer.add(archive.MEDIA + "../../keys/django.key", [b"mine now"])
        writer.close()
    with pytest.raises(Trouble, match="lead out of it"):
        archive.Reader(path).names(archive.MEDIA)


def test_there_is_nothing_to_back_up_where_nothing_was_started(new_installation):
    done = new_installation("none").do("backup", "/dev/null")
    assert done.returncode == 1
    assert "no installation" in done.stderr
