"""Each finder says what a text must hold for it to be asked: without that it finds nothing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.deid_scoring import rows
from chaperone.deid.finding import FINDERS, Finder, find
from chaperone.deid.reading import Reading

TEXTS = [row["text"] for row in rows()]
WORDS = sorted({word for text in TEXTS for word in re.findall(r"\S+", text)})
SOUPS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
NAMES = [finder.spans.__name__ for finder in FINDERS]


def is_asked(finder: Finder, reading: Reading) -> bool:
    return bool(reading.kinds & finder.needs and reading.kinds & finder.beside)


@pytest.mark.parametrize("finder", FINDERS, ids=NAMES)
def test_nothing_is_missed_in_the_rows_for_want_of_a_need(finder: Finder) -> None:
    readings = [reading for reading in map(Reading, TEXTS) if not is_asked(finder, reading)]
    assert [reading.text for reading in readings if [*finder.spans(reading)]] == []


@given(SOUPS)
@settings(max_examples=300, deadline=None)
def test_nothing_is_missed_in_any_words_for_want_of_a_need(text: str) -> None:
    reading = Reading(text)
    for finder in FINDERS:
        if not is_asked(finder, reading):
            assert [*finder.spans(reading)] == [], finder.spans.__name__


def test_a_line_under_behind_a_number_is_no_street() -> None:
    assert find("call 12 _") == []
