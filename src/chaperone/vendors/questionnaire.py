"""The due-diligence questionnaire and the documents to ask for, as data (45 CFR 164.308(b))."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Choice(NamedTuple):
    """An answer and its points, 0 to 4; -1 where the question does not apply."""

    text: str
    points: int


class Question(NamedTuple):
    """What a vendor is asked. ``weight``: 1 to 3."""

    id: str
    text: str
    why: str
    citation: str
    weight: int
    answers: tuple[Choice, ...]


class Document(NamedTuple):
    """What a vendor is usually asked to show, and after how many months for a newer one."""

    id: str
    name: str
    text: str
    review_months: int


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in order."""
    return tuple(
        Question(
            id=raw["id"],
            text=raw["question"],
            why=raw["why"],
            citation=raw["citation"],
            weight=raw["weight"],
            answers=tuple(Choice(each["text"], each["points"]) for each in raw["answers"]),
        )
        for raw in _read("questionnaire.toml")["question"]
    )


@cache
def documents() -> dict[str, Document]:
    """The documents by id."""
    found = _read("starter/documents.toml")["document"]
    return {
        raw["id"]: Document(raw["id"], raw["name"], raw["text"], raw["review_months"])
        for raw in found
    }


def score_of(answers: Mapping[str, int]) -> int:
    """In percent of the most that the questions which apply could give, rounded down; 0 where none
    applies. ``answers``: the number of the answer by id of the question, one for each.

    Raises ``ValueError`` where one is missing, unknown or not among its choices.
    """
    asked = questions()
    if set(answers) != {question.id for question in asked}:
        raise ValueError("each question needs an answer")
    reached = most = 0
    for question in asked:
        number = answers[question.id]
        if not 0 <= number < len(question.answers):
            raise ValueError(question.id)
        points = question.answers[number].points
        if points >= 0:
            reached += points * question.weight
            most += max(each.points for each in question.answers) * question.weight
    return reached * 100 // most if most else 0


def verdict_of(score: int | None) -> str:
    """``good``, ``enough`` or ``poor``; ``none`` where nobody has asked yet."""
    if score is None:
        return "none"
    marks = _read("questionnaire.toml")["score"]
    return "good" if score >= marks["good"] else "enough" if score >= marks["enough"] else "poor"


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("chaperone.vendors").joinpath(name).read_text(encoding="utf-8"))
