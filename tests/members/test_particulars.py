"""What people write of a state, a language and an e-mail address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.members.particulars import STATES, email_from, language_from, state_from


@pytest.mark.parametrize(
    ("written", "code"), [("MA", "MA"), (" ma ", "MA"), ("new  hampshire", "NH"), ("Guam", "GU")]
)
def test_a_state_by_letters_or_name(written, code):
    assert state_from(written) == code


def test_all_that_count_as_a_state():
    """45 CFR 160.103 and 164.406(a): fifty, the District, and five territories."""
    assert len(STATES) == 56
    assert {"DC", "PR", "VI", "GU", "AS", "MP"} <= set(STATES)


@pytest.mark.parametrize("written", ["", "Masachusetts", "XX", "M A", "Ontario", "MA\x00"])
def test_what_is_no_state(written):
    with pytest.raises(ValueError, match="not a state"):
        state_from(written)


@pytest.mark.parametrize(
    ("written", "code"), [("en", "en"), ("Spanish", "es"), ("ESPAÑOL", "es"), (" English ", "en")]
)
def test_a_language(written, code):
    assert language_from(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ana",
        "ana@",
        "@mail.example",
        "ana@mail",
        "a b@mail.example",
        "a@b@mail.example",
        "ana@mail.example\nBcc: x@y.example",
        "ana@mail.example,x@y.example",
        "x" * 250 + "@a.example",
        "<ana@mail.example>",
        "ana@münchen.example",
    ],
)
def test_what_is_no_address(written):
    with pytest.raises(ValueError, match="not an e-mail address"):
        email_from(written)


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_refused(written):
    for read in (state_from, language_from, email_from):
        try:
            said = read(written)
        except ValueError:
            continue
        assert said == read(said)
