"""Reading an organization's labelled texts, and measuring on them."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.assistant.errors import BadLine
from chaperone.assistant.evaluation import AnswerRow, TriageRow, measure, read

KNOWN = frozenset({"a", "b"})


def line(**row: object) -> str:
    return json.dumps(row)


def test_rows_of_both_kinds_are_read_and_empty_lines_passed_over() -> None:
    rows = read(
        [
            line(text="help", level="urgent"),
            "",
            line(text="what is a", gold=["a"]),
            line(text="my dose", decline=True, gold=[]),
        ],
        KNOWN,
    )
    assert rows == [
        TriageRow("help", "urgent"),
        AnswerRow("what is a", frozenset({"a"})),
        AnswerRow("my dose", frozenset()),
    ]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "Line 2 is not JSON."),
        ("7", "Line 2 is not a JSON object."),
        (line(level="urgent"), 'Line 2: "text" must be'),
        (line(text=" ", level="urgent"), 'Line 2: "text" must be'),
        (line(text=3, level="urgent"), 'Line 2: "text" must be'),
        (line(text="x" * 1601, level="urgent"), 'Line 2: "text" must be'),
        (line(text="a\0", level="urgent"), 'Line 2: "text" must be'),
        (line(text="x", level="high"), 'Line 2: "level" must be one of'),
        (line(text="x", level=["urgent"]), 'Line 2: "level" must be one of'),
        (line(text="x"), 'Line 2 needs "level"'),
        (line(text="x", gold="a"), 'Line 2 needs "level"'),
        (line(text="x", gold=[1]), 'Line 2 needs "level"'),
        (line(text="x", decline=False), 'Line 2 needs "level"'),
        (line(text="x", gold=["a", "z"]), "Line 2: the library has no entry 'z'."),
    ],
)
def test_what_is_wrong_with_a_line_is_said(bad: str, said: str) -> None:
    with pytest.raises(BadLine) as problem:
        read([line(text="fine", level="routine"), bad], KNOWN)
    assert str(problem.value).startswith(said)


def test_a_file_without_rows_is_no_file() -> None:
    with pytest.raises(BadLine, match="no rows"):
        read(["", " "], KNOWN)


@given(st.lists(st.text()))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    with suppress(BadLine):
        assert read(lines, KNOWN)


def test_figures() -> None:
    rows = [
        TriageRow("1", "emergency"),
        TriageRow("2", "emergency"),
        TriageRow("3", "routine"),
        AnswerRow("first", frozenset({"a"})),
        AnswerRow("third", frozenset({"a"})),
        AnswerRow("declined", frozenset({"a"})),
        AnswerRow("outside", frozenset()),
    ]
    given_answers = {"first": ["a"], "third": ["b", "c", "a"], "declined": [], "outside": ["b"]}
    figures = measure(
        rows,
        triage=lambda text: "emergency" if text == "1" else "routine",
        answer=lambda text: given_answers[text],
    )
    assert figures == {
        "rows": 7,
        "triage_rows": 3,
        "emergency_recall": 0.5,
        "emergency_precision": 1.0,
        "routine_recall": 1.0,
        "routine_precision": 0.5,
        "grave_called_routine": 1,
        "answer_rows": 4,
        "hit_1": pytest.approx(1 / 3),
        "hit_3": pytest.approx(2 / 3),
        "wrongly_declined": pytest.approx(1 / 3),
        "rightly_declined": 0.0,
    }
