"""Courses as text: what is read, and what is refused with a sentence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.training.content import all_notes, all_starters, pages_from, questions_from
from chaperone.training.errors import NotACourse
from chaperone.training.writing import as_toml

WORDS = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and "\x00" not in text)
QUESTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "text": WORDS,
            "choices": st.lists(WORDS, min_size=2, max_size=8, unique=True),
            "answer": st.integers(0, 1),
            "why": WORDS,
        }
    ),
    min_size=1,
    max_size=5,
)


def test_the_starter_courses_can_be_taken():
    assert [each.slug for each in all_starters()] == ["hipaa-basics", "phishing-and-texting"]
    for each in all_starters():
        assert each.pages
        assert each.questions
        assert 50 <= each.pass_percent <= 100


def test_there_is_a_note_for_each_fortnight_of_a_year():
    assert len(all_notes()) == 26
    for note in all_notes():
        assert 0 < len(note.text) <= 500
        assert 0 < len(note.title) <= 120


@given(QUESTIONS)
def test_questions_are_read_as_they_were_written(questions):
    assert questions_from(as_toml(questions)) == questions


@given(st.text(max_size=300))
def test_any_text_is_a_course_or_refused_with_a_sentence(text):
    for parse in (pages_from, questions_from):
        with suppress(NotACourse):
            assert parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "[[question]]"),
        ("[[question]]\ntext = 'a'", "Question 1"),
        ("[[question]]\ntext='a'\nwhy='b'\nchoices=['x']\nanswer=0", "choices"),
        ("[[question]]\ntext='a'\nwhy='b'\nchoices=['x','x']\nanswer=0", "choice"),
        ("[[question]]\ntext='a'\nwhy='b'\nchoices=['x','y']\nanswer=2", "answer"),
        ("[[question]]\ntext='a'\nwhy='b'\nchoices=['x','y']\nanswer=true", "answer"),
        ("question = 3", "[[question]]"),
        ("question = [1]", "Question 1"),
        ("what is this", "TOML"),
    ],
)
def test_what_is_wrong_with_questions_is_said(text, says):
    with pytest.raises(NotACourse, match=says.replace("[", r"\[").replace("]", r"\]")):
        questions_from(text)


def test_pages_begin_with_their_titles():
    pages = pages_from("# One\n\nText.\n\n## Part\n\nMore.\r\n\n# Two\nEnd.")
    assert [page["title"] for page in pages] == ["One", "Two"]
    assert pages[0]["text"].endswith("More.")
    for wrong in ("", "No title.", "# Empty\n\n# Two\nx", "## Only a part\nx"):
        with pytest.raises(NotACourse):
            pages_from(wrong)
