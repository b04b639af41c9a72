import base64

import pytest

from damayan.cli import keys
from damayan.cli.places import Places
from damayan.cli.trouble import Trouble


@pytest.fixture
def where(tmp_path, monkeypatch):
    for variable in keys.KEYS.values():
        monkeypatch.delenv(variable, raising=False)
    return Places(tmp_path)


def test_a_new_installation_gets_keys_that_only_its_owner_can_read(where):
    keys.ensure(where, database_is_new=True)
    for name in keys.KEYS:
        path = where.keys / name
        assert len(base64.b64decode(path.read_text())) == 32
        assert path.stat().st_mode & 0o777 == 0o600
        assert keys.fault(where, name) == ""


def test_keys_that_exist_stay_as_they_are(where):
    keys.ensure(where, database_is_new=True)
    before = [(where.keys / name).read_text() for name in keys.KEYS]
    keys.ensure(where, database_is_new=True)
    keys.ensure(where, database_is_new=False)
    assert [(where.keys / name).read_text() for name in keys.KEYS] == before


def test_a_lost_key_is_never_replaced_over_data_that_needs_it(where):
    keys.ensure(where, database_is_new=True)
    (where.keys / "installation.key").unlink()
    with pytest.raises(Trouble, match=r"installation\.key is missing"):
        keys.ensure(where, database_is_new=False)
    assert not (where.keys / "installation.key").exists()


def test_a_key_may_come_from_the_environment_instead(where, monkeypatch):
    for variable in keys.KEYS.values():
        monkeypatch.setenv(variable, keys.new_key())
    keys.ensure(where, database_is_new=False)
    assert not where.keys.exists()


def test_the_doctor_sees_a_key_that_others_can_read_or_that_is_damaged(where):
    keys.ensure(where, database_is_new=True)
    (where.keys / "django.key").chmod(0o644)
    (where.keys / "installation.key").write_text("not a key")
    assert "chmod 600" in keys.fault(where, "django.key")
    assert "32 bytes" in keys.fault(where, "installation.key")
