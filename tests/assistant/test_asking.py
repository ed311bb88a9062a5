"""What a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.assistant.asking import (
    has_lost_its_heading,
    kinds_of,
    question_of,
    stem,
    subjects_of,
)
from chaperone.assistant.triage.wording import normalise


@pytest.mark.parametrize(
    ("text", "subject", "kind"),
    [
        ("whats prediabetes", "prediabetes", "definition"),
        ("early signs of going low", "hypoglycemia low blood glucose", "symptoms"),
        ("who gets kidney failure", "kidney failure", "risk"),
        ("how do they test for celiac", "celiac disease", "diagnosis"),
        ("how do i prevent nerve damage", "diabetic neuropathy nerve damage", "prevention"),
    ],
)
def test_subject_and_kind(text: str, subject: str, kind: str) -> None:
    asked = question_of(text)
    assert subject in asked.subjects
    assert kind in asked.kinds


def test_a_name_within_a_name_does_not_count() -> None:
    assert "heart disease" not in subjects_of(normalise("i read about heart attack"))


def test_no_subject_means_diabetes() -> None:
    asked = question_of("is there a cure")
    assert (asked.subjects, asked.named) == ({"diabetes"}, False)


def test_words_that_mean_the_same_are_one() -> None:
    assert stem("eyesight") == stem("vision") == stem("eyes")
    assert question_of("booze").words == question_of("liquor").words


def test_a_lost_heading_is_known() -> None:
    assert has_lost_its_heading("What to do for Stroke?")
    assert not has_lost_its_heading("What are the symptoms of Stroke?")


def test_kinds_of_a_passage() -> None:
    assert kinds_of("Stroke", "What are the symptoms of Stroke?", "") == {"symptoms"}
    assert kinds_of("Stroke", "What to do for Stroke?", "- A point to remember.") == {"summary"}
    assert kinds_of("Stroke", "What to do for Stroke?", "Eat less salt.") == {"food"}


@given(st.text(st.characters(exclude_characters="\0"), max_size=1600))
def test_any_text_can_be_asked(text: str) -> None:
    asked = question_of(text)
    assert asked.subjects
