"""Reading the short versions: a bad row is refused with its line and what is wrong."""

import json

import pytest

from chaperone.assistant.library.shorts import (
    UNITS,
    BadShortAnswer,
    check,
    known_words,
    read,
    short_answers,
)

GOOD = json.dumps({"id": "a", "text": "Check your feet each day."})


def test_shipped_rows_are_read() -> None:
    shipped = short_answers()
    assert shipped["mplus2024:6308-1"].startswith("The A1C is a blood test.")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "no JSON"),
        ("[]", "nothing else"),
        ('{"id": "b"}', "nothing else"),
        ('{"id": "b", "text": 3}', "nothing else"),
        ('{"id": "b", "text": "Rest.", "reviewed": true}', "nothing else"),
        ('{"id": "c", "text": "Rest."}', "no entry 'c'"),
        (GOOD, "has one already"),
        (json.dumps({"id": "b", "text": "Rest \u2014 and drink."}), "GSM-7"),
        (json.dumps({"id": "b", "text": "Eat it. " * 38 + "[]"}), f"308 characters of {UNITS}"),
        (json.dumps({"id": "b", "text": ""}), "no words"),
        (json.dumps({"id": "b", "text": "911"}), "no words"),
        (json.dumps({"id": "b", "text": " Rest."}), "space at an end"),
        (json.dumps({"id": "b", "text": "Immunological investigations proliferate."}), "US grade"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(row: str, said: str) -> None:
    with pytest.raises(BadShortAnswer, match=rf"cannot be sent as it is\. Line 2: .*{said}"):
        read([GOOD, row], {"a", "b"})


def test_a_text_that_just_fits() -> None:
    check("Eat it. " * 38 + "Go")
    check("You may have diabetes. Ask your doctor about insulin.")


def test_known_words_are_few_and_in_lower_case() -> None:
    assert "diabetes" in known_words()
    assert all(word.islower() and word.isalpha() for word in known_words())
