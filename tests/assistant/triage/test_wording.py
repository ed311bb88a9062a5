"""How texts are brought to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.assistant.triage.wording import normalise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can't BREATHE!!", "i cant breathe ; ;"),
        ("BG 60mg/dL", "sugar 60 mgdl"),
        ("2.8 mmol/L w/ ketones", "2.8 mmol with ketones"),
        ("soooo tired, u ok?", "so tired , you ok ?"),
        ("Está confundida", "esta confused"),
        ("tengo el azúcar en 52", "tengo el sugar en 52"),
        ("haveing a siezure", "haveing a seizure"),
        ("unconcsious", "unconscious"),
        ("bp 185/120", "bp 185/120"),
        ("my a1c is 7.1%", "my a1c is 7.1 percent"),
        ("cost $300", "cost $ 300"),
        ("over >300", "over over 300"),
        ("dead 😂", "dead lol"),
        ("pasta - 178", "pasta , 178"),
    ],
)
def test_one_form(text: str, words: str) -> None:
    assert normalise(text).split() == words.split()


@pytest.mark.parametrize(
    "word", ["smelling", "cooking", "shaving", "painting", "dropping", "breath"]
)
def test_real_words_are_not_mended(word: str) -> None:
    assert normalise(word) == f" {word} "


@pytest.mark.parametrize("word", ["swallowign", "seizurre", "sucidal", "vomitng", "hopelss"])
def test_slips_are_mended(word: str) -> None:
    assert normalise(word) != f" {word} "


@given(st.text(max_size=400))
def test_always_one_space_between_and_around(text: str) -> None:
    words = normalise(text)
    assert words == f" {' '.join(words.split())} "


@given(st.text(max_size=200))
def test_case_does_not_matter(text: str) -> None:
    assert normalise(text.casefold()) == normalise(text)
