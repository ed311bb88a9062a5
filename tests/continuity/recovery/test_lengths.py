"""Lengths of time as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chaperone.continuity.recovery.lengths import MOST, as_length, minutes_of


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("4 hours", 240),
        (" 1 Day ", 1440),
        ("15min", 15),
        ("2 h", 120),
        ("1 week", 10_080),
        ("none", 0),
        ("0", 0),
        ("365 days", MOST),
    ],
)
def test_what_people_write_is_understood(typed, minutes):
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "4", "hours", "-1 hour", "366 days", "1.5 hours", "4 moons", "٤ hours", "4 s"]
)
def test_anything_else_says_what_to_write(typed):
    with pytest.raises(ValueError, match="Write"):
        minutes_of(typed)


@given(some.integers(0, MOST))
def test_what_is_shown_is_understood_again(minutes):
    assert minutes_of(as_length(minutes)) == minutes
