"""A version is its files: readable without running anything, and named by its content."""

import shutil
import time

import pytest

from damayan.safety.screening import engine, rulebook
from damayan.safety.screening.model import FILE, load_model

SHIPPED = rulebook.SHIPPED
MODEL = SHIPPED.parent.parent / "model"


def copy_of_shipped(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "screening")
    shutil.copytree(MODEL, tmp_path / "model")
    return tmp_path


def test_a_copy_of_the_files_is_the_same_version(tmp_path):
    assert engine.load(copy_of_shipped(tmp_path)).version == engine.default().version


def test_one_word_more_is_another_version(tmp_path):
    folder = copy_of_shipped(tmp_path)
    rules = folder / "screening" / "rules.99-more.txt"
    rules.write_text("more.x  distress  concern  asis  xylophone\n", "utf-8")
    other = engine.load(folder)
    assert other.version != engine.default().version
    assert other.screen("the xylophone").level == "concern"
    assert engine.default().screen("the xylophone").level == "none"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x  nonsense  concern  -  word", "kind"),
        ("x  distress  loud  -  word", "level"),
        ("x  distress  concern  -  <nowhere>", "nowhere"),
        ("x  distress", "line 1"),
    ],
)
def test_a_bad_rule_is_refused_by_name(tmp_path, line, said):
    folder = copy_of_shipped(tmp_path)
    (folder / "screening" / "rules.99-bad.txt").write_text(line + "\n", "utf-8")
    with pytest.raises(ValueError, match=said):
        engine.load(folder)


def test_the_model_is_small_and_a_damaged_one_is_refused(tmp_path):
    data = (MODEL / FILE).read_bytes()
    assert len(data) < 3_000_000
    (tmp_path / FILE).write_bytes(data[:-10])
    with pytest.raises(ValueError, match="cut short"):
        load_model(tmp_path)
    (tmp_path / FILE).write_bytes(b"PK" + data)
    with pytest.raises(ValueError, match="no model"):
        load_model(tmp_path)


def test_without_a_model_the_rules_still_stand(tmp_path):
    folder = copy_of_shipped(tmp_path)
    (folder / "model" / FILE).unlink()
    assert engine.load(folder).screen("I want to kill myself").level == "urgent"


def test_it_is_quick_enough_to_stand_in_the_way_of_posting():
    text = ("We walked to the market and bought rice, fish and some vegetables for dinner. " * 30)[
        :2000
    ]
    engine.default().screen(text)
    spent = []
    for _ in range(40):
        start = time.process_time()
        engine.default().screen(text)
        spent.append(time.process_time() - start)
    assert sorted(spent)[20] < 0.005


@pytest.mark.parametrize(
    "line",
    [
        "I want to die, ",
        "Di ko na kaya, gusto ko nang mamatay mamaya. ",
        "He beat me again tonight and I took all the pills, goodbye everyone. ",
        "My name is Maria Santos, I live in Brgy. San Roque, call 0917 123 4567. ",
        "St. Mr. Brgy. ",
        "killmyself",
        "k i l l ",
        "\U0001f62d\U0001f494",
        "x@y.",
    ],
)
def test_no_sort_of_text_costs_much_more_than_others(line):
    plain = ("We walked to the market and bought rice, fish and some vegetables for dinner. " * 30)[
        :2000
    ]
    nasty = (line * 2000)[:2000]
    assert quickest(nasty) < 6 * quickest(plain)


def quickest(text):
    """The least time of several, which other work on the machine disturbs least."""
    spent = []
    for _ in range(8):
        start = time.process_time()
        engine.default().screen(text)
        spent.append(time.process_time() - start)
    return min(spent)
