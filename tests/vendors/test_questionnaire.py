"""The questions and documents that come with the product keep their shape."""

import tomllib
from importlib.resources import files
from typing import Any

_VENDORS = files("chaperone.vendors")


def _toml(*path: str) -> dict[str, Any]:
    return tomllib.loads(_VENDORS.joinpath(*path).read_text("utf-8"))


def test_each_question_has_a_best_answer_and_a_worst_one() -> None:
    questions = _toml("questionnaire.toml")["question"]
    assert len(questions) >= 25
    assert len({question["id"] for question in questions}) == len(questions)
    for question in questions:
        assert set(question) == {"id", "question", "why", "citation", "weight", "answers"}
        assert question["question"].endswith("?")
        assert question["weight"] in (1, 2, 3)
        points = [answer["points"] for answer in question["answers"]]
        assert {0, 4} <= set(points) <= {-1, 0, 1, 2, 3, 4}
        assert len({answer["text"] for answer in question["answers"]}) == len(points)


def test_scores_are_in_order() -> None:
    score = _toml("questionnaire.toml")["score"]
    assert 0 < score["enough"] < score["good"] < 100


def test_each_document_says_when_a_newer_one_is_asked_for() -> None:
    documents = _toml("starter", "documents.toml")["document"]
    assert {"soc2", "hitrust", "iso27001", "pentest", "insurance"} <= {
        document["id"] for document in documents
    }
    for document in documents:
        assert set(document) == {"id", "name", "text", "review_months", "renews"}
        assert 1 <= document["review_months"] <= 60
