import io
import json

from damayan.cli import main
from damayan.support.coach.stream import answer_line, filter_lines

KEYS = {"id", "explores", "feeling", "understanding", "advice_first", "unsafe", "suggestion"}


def answers(*lines: str) -> list[dict]:
    out = io.StringIO()
    filter_lines(lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_line_gets_one_answer_with_the_promised_keys():
    (found,) = answers(json.dumps({"id": "a1", "story": "Papa died.", "reply": "Be strong."}))
    assert set(found) == KEYS
    assert found["id"] == "a1"
    assert found["unsafe"] == ["be_strong"]
    assert isinstance(found["advice_first"], bool)
    assert found["suggestion"]


def test_a_bad_line_is_named_and_the_rest_goes_on():
    found = answers("{nonsense", "[]", '{"id": 3}', '{"id": 4, "reply": "Kumusta ka?"}', "\n")
    assert [set(one) == {"id", "error"} for one in found] == [True, True, True, False]
    assert found[2]["id"] == 3
    assert found[3]["explores"] > 0.5


def test_half_letters_from_json_do_not_stop_the_stream():
    found = answer_line('{"id": 1, "reply": "\\ud800 How are you?"}')
    assert found["explores"] > 0.5


def test_the_words_that_made_it_say_so_come_when_asked_for():
    line = json.dumps({"id": 1, "story": "", "reply": "You should pray."})
    assert "because" not in answer_line(line)
    because = answer_line(line, explains=True)["because"]
    assert {"what": "advice", "words": "You should"} in because


def test_the_command_reads_plain_lines_from_a_file(tmp_path, capsys):
    file = tmp_path / "drafts.txt"
    file.write_text("What happened?\n\nJust be strong.\n")
    assert main(["coach", "--input", str(file)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == [1, 3]


def test_the_command_trains_into_a_folder_and_says_what_it_cannot_find(tmp_path, capsys):
    posts = [{"user": n, "text": t} for n, t in enumerate(["What happened?", "Thanks."] * 12)]
    (tmp_path / "cssrs_posts.jsonl").write_text("\n".join(map(json.dumps, posts)))
    rows = "".join(f"{n}\t{'no' if n % 2 else 'yes'}\t{n % 2}\t{n % 2}\n" for n in range(24))
    labels = tmp_path / "labels.tsv"
    labels.write_text("line\texplores\tfeeling\tunderstanding\n" + rows)
    out = tmp_path / "out"
    assert main(["coach", "train", str(labels), str(tmp_path), "--out", str(out)]) == 0
    assert json.loads((out / "weights.json").read_text())["heads"]["explores"]
    figures = json.loads((out / "figures.json").read_text())
    assert figures["cross_validated"]["explores"]["auroc"] == 1.0
    capsys.readouterr()
    assert main(["coach", "evaluate", str(labels)]) == 2
    assert "--corpora" in capsys.readouterr().err
