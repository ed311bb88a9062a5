"""Many ways to type it, one form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.sms.normal_form import normal_form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  STOP!!  ", "stop"),
        ("“Stop”", "stop"),
        ("S T O P", "stop"),
        ("s.t.o.p.", "stop"),
        ("stoooooop", "stop"),
        ("ＳＴＯＰ", "stop"),
        ("stpo", "stop"),
        ("Don't text me", "dont text me"),
        ("DON’T TXT ME PLZ", "dont text me please"),
        ("opt-out", "opt out"),
        ("No, text me later. Thanks", "no | text me later | thanks"),
        ("¿Quién es?", "quien es"),
        ("no más msjs xfavor", "no mas mensajes por favor"),
        ("unsubcribe", "unsubscribe"),
        ("i want a massage", "i want a massage"),
        ("I testing", "i testing"),
        ("🛑", ""),
        ("", ""),
        ("...", ""),
        ("120/80", "120 80"),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normal_form(text) == expected


@given(text=st.text())
def test_it_is_words_and_clause_ends_only(text: str) -> None:
    form = normal_form(text)
    assert re.fullmatch(r"(?:[a-z0-9]+|\|)(?: (?:[a-z0-9]+|\|))*|", form)
    assert form == form.strip("| ")
