import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.carriers.aws.objects import read_object, text_in


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('"a"', "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"b": {"a": 1, "a": 2}}', "twice"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "Infinity"),
        ("[" * 100_000, "nested"),
        ('{"a":' * 50_000, "nested"),
        ("9" * 5000, "digits"),
    ],
    ids=range(12),
)
def test_refuses_what_is_no_object(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_object(text)


@given(st.text())
def test_any_text_gives_an_object_or_a_value_error(text: str) -> None:
    try:
        found = read_object(text)
    except ValueError:
        return
    assert isinstance(found, dict)


def test_names_the_field_that_is_wrong() -> None:
    for found, sentence in (
        ({}, "The field a is missing"),
        ({"a": 1}, "The field a is not a text"),
        ({"a": "1\n"}, "The field a has not the form"),
    ):
        with pytest.raises(ValueError, match=sentence):
            text_in(found, "a", re.compile("[0-9]"))
    assert text_in({"a": "1"}, "a", re.compile("[0-9]")) == "1"
