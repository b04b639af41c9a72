"""The filter answers every line in order and survives bad ones."""

import io
import json

from damayan.safety.screening.engine import default
from damayan.safety.screening.stream import filter_lines

KEYS = {"id", "level", "score", "kinds", "spans", "language", "covered"}


def answers(*lines):
    out = io.StringIO()
    bad = filter_lines(lines, out, default())
    return bad, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_order():
    bad, found = answers(
        '{"id": 1, "text": "Good morning to all of you"}\n',
        '{"id": "b", "text": "gusto ko na mamatay", "language": "fil"}\n',
    )
    assert bad == 0
    assert [one["id"] for one in found] == [1, "b"]
    assert [one["level"] for one in found] == ["none", "urgent"]
    assert all(set(one) >= KEYS for one in found)
    assert all({"kind", "start", "end"} <= set(span) for one in found for span in one["spans"])


def test_a_bad_line_is_named_and_the_stream_goes_on():
    bad, found = answers(
        "no json\n", "[1]\n", '{"id": 3}\n', '{"id": 4, "text": 5}\n', '{"id": 5, "text": "hi"}\n'
    )
    assert bad == 4
    assert [one["id"] for one in found] == [None, None, 3, 4, 5]
    assert [("error" in one) for one in found] == [True, True, True, True, False]


def test_half_a_surrogate_pair_is_no_reason_to_stop():
    _, found = answers('{"id": 1, "text": "call 0917 123 4567 \\ud800 now"}\n')
    assert found[0]["spans"][0]["detail"] == "phone"


def test_scores_lie_between_none_and_one():
    _, found = answers(*(json.dumps({"id": n, "text": "I want to die " * n}) for n in range(1, 20)))
    assert all(0 <= one["score"] <= 1 for one in found)
