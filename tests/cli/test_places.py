import json

import pytest

from damayan.cli.places import Places, new_record, places, read_record, write_record
from damayan.cli.trouble import Trouble


def test_what_a_data_folder_says_of_itself_is_read_back(tmp_path):
    where = Places(tmp_path)
    assert read_record(where) is None
    record = new_record()
    record.sample = False
    write_record(where, record)
    assert read_record(where) == record


def test_a_folder_of_a_newer_damayan_is_left_alone(tmp_path):
    (tmp_path / "version.json").write_text(json.dumps({"id": "x", "layout": 2, "new": "field"}))
    with pytest.raises(Trouble, match="has layout 2; this Damayan works with 1"):
        read_record(Places(tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"layout": 1, "strange": 1}'])
def test_a_damaged_description_is_not_taken_for_a_new_folder(tmp_path, text):
    (tmp_path / "version.json").write_text(text)
    with pytest.raises(Trouble, match="cannot be read"):
        read_record(Places(tmp_path))


def test_the_data_folder_is_the_one_that_the_operator_names(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMAYAN_DATA", str(tmp_path / "elsewhere"))
    assert places().data == tmp_path / "elsewhere"
    monkeypatch.delenv("DAMAYAN_DATA")
    assert places().data.name == "data"
