"""Numbers in words."""

import pytest

from chaperone.assistant.triage.wording import normalise


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("forty one and shaky", "41 and shaky"),
        ("three twenty all day", "320 all day"),
        ("sugar four hundred", "sugar 400"),
        ("five hundred and ten", "510"),
        ("one ten over seventy", "110 over 70"),
        ("cuarenta y dos", "42"),
        ("trescientos veinte", "320"),
        ("quinientos", "500"),
        ("twenty minutes", "20 minutes"),
    ],
)
def test_from_twenty_on_as_digits(said: str, meant: str) -> None:
    assert normalise(said).strip() == meant


@pytest.mark.parametrize("said", ["two pills", "one of five", "twelve eggs", "dos veces"])
def test_small_ones_stay(said: str) -> None:
    assert normalise(said).strip() == said
