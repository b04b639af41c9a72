import socket
from pathlib import Path

import pytest

from damayan.cli import preflight
from damayan.cli.places import Places, new_record, write_record
from damayan.cli.trouble import Trouble


def test_a_taken_port_is_named_together_with_a_free_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} is already used") as caught:
            preflight.port_is_free("127.0.0.1", port)
    assert "--port" in caught.value.way_on
    preflight.port_is_free("127.0.0.1", int(caught.value.way_on.split()[-1]))


@pytest.mark.parametrize("host", ["203.0.113.7", "no such name"])
def test_an_address_of_another_machine_is_refused(host):
    with pytest.raises(Trouble, match="cannot listen on"):
        preflight.port_is_free(host, 8000)


def test_a_folder_with_other_things_in_it_is_not_written_into(tmp_path):
    (tmp_path / "thesis.odt").write_text("mine")
    with pytest.raises(Trouble, match=r"it holds thesis\.odt"):
        preflight.folder_is_ours(Places(tmp_path))


def test_an_empty_folder_and_one_with_keys_laid_ready_are_ours(tmp_path):
    preflight.folder_is_ours(Places(tmp_path))
    (tmp_path / "keys").mkdir()
    preflight.folder_is_ours(Places(tmp_path))


def test_a_data_folder_stays_ours_whatever_else_lies_in_it(tmp_path):
    write_record(Places(tmp_path), new_record())
    (tmp_path / "notes.txt").write_text("restarted on Monday")
    preflight.folder_is_ours(Places(tmp_path))


def test_a_folder_that_cannot_be_written_to_is_named():
    with pytest.raises(Trouble, match="/proc cannot be written to"):
        preflight.folder_is_writable(Places(Path("/proc")))


def test_too_little_disk_is_refused_unless_the_operator_accepts_it(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMAYAN_MIN_FREE_MB", str(10**9))
    with pytest.raises(Trouble, match="MB are free") as caught:
        preflight.disk_has_room(tmp_path)
    name, _, accepted = caught.value.way_on.rstrip(".").split()[-1].partition("=")
    monkeypatch.setenv(name, accepted)
    preflight.disk_has_room(tmp_path)


def test_a_restore_that_broke_off_keeps_the_installation_from_starting(tmp_path):
    preflight.no_restore_broke_off(Places(tmp_path))
    (tmp_path / preflight.RESTORING).touch()
    with pytest.raises(Trouble, match="broke off"):
        preflight.no_restore_broke_off(Places(tmp_path))
