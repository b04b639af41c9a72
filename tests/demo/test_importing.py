import json
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.demo.importing.bringing import Import
from damayan.demo.importing.mapping import BadMapping, read_mapping
from damayan.groups.models import Group, Persona
from damayan.safety.models import Concern
from damayan.stories.models import Reply, Story

EXAMPLE = Path(__file__).parents[2] / "damayan/demo/examples/counsel-chat.toml"


@pytest.fixture
def questions(tmp_path):
    rows = [
        {"id": 1, "title": "Why so tired", "text": "I am tired *all* day.", "topic": "depression"},
        {"id": 2, "title": "", "text": "<script>alert(1)</script> hello", "topic": "anxiety"},
        {"id": 2, "title": "Twice", "text": "The same id again.", "topic": "anxiety"},
        {"id": 3, "title": "Empty", "text": "  ", "topic": "anxiety"},
        {"id": 4, "title": "Nowhere", "text": "No topic."},
        {"id": 5, "title": "Long", "text": "a" * 20_001, "topic": "anxiety"},
    ]
    path = tmp_path / "questions.jsonl"
    lines = [json.dumps(row).encode() for row in rows] + [b"{not json", b"\xff\xfe", b"[1]"]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


@pytest.fixture
def answers(tmp_path):
    rows = [
        {"question": 1, "text": "That sounds heavy. How long has it been?"},
        {"question": 1, "text": "I was there too."},
        {"question": 99, "text": "To nobody."},
    ]
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def bring(questions, answers=None, **options) -> Import:
    work = Import(read_mapping(EXAMPLE), **options)
    work.stories(questions)
    if answers:
        work.replies(answers)
    return work


def test_a_corpus_comes_in_as_stories_and_replies_under_made_personas(db, questions, answers):
    outcome = bring(questions, answers).outcome
    assert outcome.made == {"story": 2, "reply": 2}
    tired = Story.objects.get(title="Why so tired")
    assert tired.group.slug == "counsel-low-days"
    assert tired.reply_count == 2
    assert tired.first_answer_at > tired.created_at
    assert "<em>all</em>" in tired.html
    assert "<script" not in Story.objects.get(group__slug="counsel-chat-anxiety").html
    assert not Persona.objects.filter(membership__isnull=False).exists()


def test_each_refused_row_says_where_and_why(db, questions, answers):
    refused = {
        line: why
        for file, line, why in bring(questions, answers).outcome.refused
        if file == "questions.jsonl"
    }
    assert refused == {
        3: "another row has the same id",
        4: "“text” is missing",
        5: "“topic” is missing",
        6: "“text” is longer than 20000 characters",
        7: "the line is not JSON",
        8: "the line is not UTF-8",
        9: "the line is not a JSON object",
    }


def test_the_same_import_again_brings_nothing_twice(db, questions, answers):
    bring(questions, answers)
    again = bring(questions, answers).outcome
    assert not again.made
    assert again.before["story"] >= 2
    assert Story.objects.count() == 2
    assert Reply.objects.count() == 2


def test_an_import_that_was_cut_off_goes_on_where_it_was(db, questions, answers, monkeypatch):
    monkeypatch.setattr("damayan.demo.importing.bringing.BATCH", 1)
    work = Import(read_mapping(EXAMPLE), heard=_stop_after(1))
    with pytest.raises(KeyboardInterrupt):
        work.stories(questions)
    assert Story.objects.count() == 1
    assert bring(questions, answers).outcome.made == {"story": 1, "reply": 2}


def _stop_after(rows):
    left = [rows]

    def heard(_row):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt

    def stop(row):
        heard(row)
        if left[0] == 0:
            raise KeyboardInterrupt

    return stop


def test_a_dry_run_says_the_same_and_keeps_nothing(db, questions, answers):
    outcome = bring(questions, answers, dry_run=True).outcome
    assert outcome.made == {"story": 2, "reply": 2}
    assert not Story.objects.exists()
    assert not Group.objects.exists()


def test_a_csv_comes_in_too(db, tmp_path):
    path = tmp_path / "questions.csv"
    path.write_text('id,title,text,topic\n1,"Hello","Two\nlines",anxiety\n2,short,row\n', "utf-8")
    outcome = bring(path).outcome
    assert outcome.made == {"story": 1}
    assert [why for _f, _l, why in outcome.refused] == ["the line has 3 columns, not 4"]


@pytest.mark.parametrize(
    "text",
    ["", "corpus = 'x'", "corpus='x'\n[stories]\nid='a'", "corpus='x'\n[stories]\nfoo='a'", "[["],
)
def test_a_mapping_that_cannot_work_says_so(tmp_path, text):
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(BadMapping):
        read_mapping(path)


URGENT = "I want to end my life tonight. I have the pills in my hand."


@pytest.fixture
def grave(tmp_path):
    rows = [
        {"id": 1, "title": "", "text": "We cooked rice and fish.", "topic": "depression"},
        {"id": 2, "title": "", "text": URGENT, "topic": "depression"},
        {"id": 3, "title": "", "text": "Buy my zanzibar cream.", "topic": "depression"},
    ]
    path = tmp_path / "grave.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_what_comes_in_is_screened_and_nobody_is_woken_by_it(db, grave, questions, tmp_path):
    bring(questions)
    Group.objects.update(
        urgent_waits=True, first_posts=3, word_list=[{"words": "zanzibar", "does": "wait"}]
    )
    answers = tmp_path / "grave-answers.jsonl"
    answers.write_text(json.dumps({"question": 12, "text": URGENT}))
    grave.write_text(grave.read_text().replace('"id": ', '"id": 1'))
    bring(grave, answers)
    urgent = Story.objects.get(happened=URGENT)
    found = {one.subject_key: one for one in Concern.objects.all()}
    assert found[urgent.key].level == Concern.Level.URGENT
    assert found[Reply.objects.get().key].level == Concern.Level.URGENT
    listed = found[Story.objects.get(happened__contains="zanzibar").key]
    assert {"rule": "group word list", "words": "zanzibar"} in listed.explanation
    assert len(found) == 3
    assert not Concern.objects.exclude(alarmed_at=None).exists()
    assert not ProcrastinateJob.objects.filter(task_name__startswith="moderation.").exists()
    assert not Story.objects.exclude(waiting_at=None).exists(), "what was said long ago is not held"


def test_the_same_import_again_raises_nothing_twice(db, grave):
    bring(grave)
    bring(grave)
    bring(grave, dry_run=True)
    assert Concern.objects.count() == 1
