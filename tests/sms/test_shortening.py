"""A shortened text fits, says nothing new, and ends where a reader would pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.sms.segments import count
from chaperone.sms.shortening import shorten

SENTENCE = "Check your feet each day. "
texts = st.text(max_size=900) | st.text(st.sampled_from("ab .!?\n€🍎é"), max_size=900)


def test_a_text_that_fits_is_left_alone() -> None:
    assert shorten("Hello  there \n") == "Hello  there \n"
    assert shorten("x" * 459) == "x" * 459


def test_the_cut_is_after_a_sentence() -> None:
    short = shorten(SENTENCE * 40)
    assert short.endswith("each day.")
    assert count(short).segments == 3
    assert count(short + " " + SENTENCE.strip()).segments > 3


def test_the_cut_is_after_a_line_of_a_list() -> None:
    assert shorten("- oats with milk\n" * 60).endswith("- oats with milk")


def test_titles_do_not_end_a_sentence() -> None:
    text = "We asked " + "and asked " * 12 + "Dr. Lee about it " + "word " * 20
    assert shorten(text, segments=1).endswith("...")


def test_without_a_sentence_the_cut_is_after_a_word_and_marked() -> None:
    short = shorten("carrots " * 90)
    assert short.endswith("carrots...")
    assert count(short).segments == 3


def test_a_sentence_in_the_first_half_is_not_enough() -> None:
    assert shorten("Yes. " + "carrots " * 90).endswith("carrots...")


def test_without_spaces_the_cut_is_between_characters() -> None:
    assert shorten("x" * 500) == "x" * 456 + "..."


@pytest.mark.parametrize("cluster", ["e\u0301", "👩\u200d🌾", "❤\ufe0f"])
def test_characters_that_belong_together_stay_together(cluster: str) -> None:
    for lead in range(4):
        short = shorten("x" * lead + cluster * 300).removesuffix("...")
        assert short == "x" * lead + cluster * ((len(short) - lead) // len(cluster))


def test_the_mark_does_not_change_the_encoding() -> None:
    assert count(shorten("carrots " * 90)).encoding == "GSM-7"


@given(text=texts, segments=st.integers(1, 4))
def test_the_result_fits_and_is_a_beginning_of_the_text(text: str, segments: int) -> None:
    short = shorten(text, segments=segments)
    assert count(short).segments <= segments
    assert text.startswith((short, short.removesuffix("...")))
    if text.strip():
        assert short
    assert shorten(short, segments=segments) == short
