"""What the issue asks of triage, on texts that are never learned from (training/rows.py).

`development.jsonl` is the project's development set. `held_out.jsonl` was written for this test,
before the rules and the classifier's texts were widened (h1) and after (h2, h3).
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chaperone.assistant.triage import triage


@dataclass(frozen=True)
class Judged:
    """A set of labelled texts and what triage says of them."""

    rows: list[dict[str, Any]]
    levels: list[str]

    @property
    def found(self) -> Counter[tuple[str, str]]:
        pairs = zip(self.rows, self.levels, strict=True)
        return Counter((row["level"], level) for row, level in pairs)

    def recall(self, level: str) -> float:
        return self.found[level, level] / sum(row["level"] == level for row in self.rows)

    def precision(self, level: str) -> float:
        return self.found[level, level] / self.levels.count(level)

    def accuracy(self, lang: str) -> float:
        pairs = zip(self.rows, self.levels, strict=True)
        of_lang = [row["level"] == level for row, level in pairs if row["lang"] == lang]
        return sum(of_lang) / len(of_lang)


@pytest.fixture(scope="module", params=["development.jsonl", "held_out.jsonl"])
def judged(request: pytest.FixtureRequest) -> Judged:
    lines = (Path(__file__).parent / request.param).read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    return Judged(rows, [triage(row["text"]).level for row in rows])


def test_emergencies(judged: Judged) -> None:
    assert judged.recall("emergency") >= 0.97
    assert judged.precision("emergency") >= 0.90
    assert judged.found["emergency", "routine"] == 0


def test_crises(judged: Judged) -> None:
    assert judged.recall("crisis") >= 0.97
    assert judged.precision("crisis") >= 0.90
    assert judged.found["crisis", "routine"] == 0


def test_urgent(judged: Judged) -> None:
    assert judged.recall("urgent") >= 0.90


def test_routine(judged: Judged) -> None:
    assert judged.recall("routine") >= 0.93


def test_spanish_is_within_five_points(judged: Judged) -> None:
    assert judged.accuracy("es") >= judged.accuracy("en") - 0.05
