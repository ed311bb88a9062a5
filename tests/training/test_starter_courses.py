"""The courses and notes that come with the product keep their shape."""

import tomllib
from collections import Counter
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import pytest
from markdown_it import MarkdownIt

_STARTER = files("chaperone.training") / "starter"
COURSES = {"hipaa-basics": (8, 10, 15), "phishing-and-texting": (6, 8, 12)}
"""Fewest and most pages, and how many questions."""
WORDS = (150, 300)


def _toml(place: Traversable) -> dict[str, Any]:
    return tomllib.loads(place.read_text("utf-8"))


def _questions(course: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _toml(_STARTER / course / "questions.toml")["question"]
    return found


def _pages(course: str) -> list[str]:
    pages = sorted((_STARTER / course / "pages").iterdir(), key=lambda page: page.name)
    return [page.read_text("utf-8") for page in pages]


@pytest.mark.parametrize("course", COURSES)
def test_a_course_says_what_it_asks(course: str) -> None:
    about = _toml(_STARTER / course / "course.toml")
    assert set(about) == {
        "title", "minutes", "pass_mark", "for_roles", "renew_months", "citations",
    }  # fmt: skip
    assert 0.5 <= about["pass_mark"] < 1
    assert about["renew_months"] == 12
    assert all(citation.startswith("164.") for citation in about["citations"])


@pytest.mark.parametrize("course", COURSES)
def test_pages_are_short_and_begin_with_a_heading(course: str) -> None:
    fewest, most, _ = COURSES[course]
    pages = _pages(course)
    assert fewest <= len(pages) <= most
    for page in pages:
        tokens = MarkdownIt("commonmark", {"html": False}).parse(page)
        assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1"]
        assert tokens[0].type == "heading_open"
        assert WORDS[0] <= len(page.split()) <= WORDS[1], page[:40]


@pytest.mark.parametrize("course", COURSES)
def test_a_question_has_one_right_answer_and_says_why(course: str) -> None:
    questions = _questions(course)
    assert len(questions) == COURSES[course][2]
    assert len({question["text"] for question in questions}) == len(questions)
    for question in questions:
        assert set(question) == {"text", "choices", "answer", "why"}
        assert len({choice.casefold() for choice in question["choices"]}) == 4
        assert question["answer"] in range(4)
        assert question["why"].endswith(".")


@pytest.mark.parametrize("course", COURSES)
def test_the_right_answer_is_not_told_by_its_place_or_length(course: str) -> None:
    """Somebody who always takes the same place, or the longest choice, must not pass."""
    questions = _questions(course)
    enough = _toml(_STARTER / course / "course.toml")["pass_mark"] * len(questions)
    places = Counter(question["answer"] for question in questions)
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= len(questions) // 3
    longest = sum(
        max(question["choices"], key=len) == question["choices"][question["answer"]]
        for question in questions
    )
    assert longest <= len(questions) // 3 < enough


def test_notes_fit_into_a_mail_and_last_a_year() -> None:
    notes = _toml(_STARTER / "notes.toml")["note"]
    assert len(notes) == 26
    assert len({note["title"] for note in notes}) == 26
    for note in notes:
        assert set(note) == {"title", "text"}
        assert len(note["title"]) <= 60
        assert 60 <= len(note["text"]) <= 500
