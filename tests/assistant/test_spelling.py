"""Spelling mended by the library's own words."""

import pytest

from chaperone.assistant.spelling import Speller

SPELLER = Speller(
    {"prediabetes": 9, "caffeine": 5, "kidney": 40, "kidneys": 30, "rare": 1, "rarer": 1}
)


def test_what_is_sound_is_left_alone() -> None:
    assert Speller({"stiff": 9}, {"stuff"}).mend("stuff") == "stuff"
    assert Speller({"stiff": 9}).mend("stuff") == "stiff"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("prediabtes", "prediabetes"),
        ("caffiene", "caffeine"),
        ("kidny", "kidney"),
        ("kidneyy", "kidney"),
        ("kidnex", "kidney"),
        ("kidney", "kidney"),
        ("midney", "midney"),
        ("rarez", "rarez"),
        ("kid", "kid"),
        ("kidn3y", "kidn3y"),
        ("", ""),
    ],
)
def test_one_slip(word: str, meant: str) -> None:
    assert SPELLER.mend(word) == meant
