"""The development set: what the issue asks of triage. Never learned from (training/rows.py)."""

import json
from collections import Counter
from pathlib import Path

from chaperone.assistant.triage import triage

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "development.jsonl").read_text().splitlines()
]
JUDGED = [(row, triage(row["text"]).level) for row in ROWS]
FOUND = Counter((row["level"], level) for row, level in JUDGED)


def recall(level: str) -> float:
    return FOUND[level, level] / sum(n for (right, _), n in FOUND.items() if right == level)


def precision(level: str) -> float:
    return FOUND[level, level] / sum(n for (_, said), n in FOUND.items() if said == level)


def accuracy(lang: str) -> float:
    of_lang = [row["level"] == level for row, level in JUDGED if row["lang"] == lang]
    return sum(of_lang) / len(of_lang)


def test_emergencies() -> None:
    assert recall("emergency") >= 0.97
    assert precision("emergency") >= 0.90
    assert FOUND["emergency", "routine"] == 0


def test_crises() -> None:
    assert recall("crisis") == 1
    assert precision("crisis") >= 0.90


def test_urgent() -> None:
    assert recall("urgent") >= 0.90


def test_routine() -> None:
    assert recall("routine") >= 0.93


def test_spanish_is_within_five_points() -> None:
    assert accuracy("es") >= accuracy("en") - 0.05
