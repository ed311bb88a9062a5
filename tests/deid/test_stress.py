"""Hard texts: what must be found among them, and how little else is taken."""

import pytest

from bench.deid_scoring import Row, ours, score
from bench.deid_stress import halves, marked_row

DEVELOPED, MEASURED = halves()


@pytest.mark.parametrize(
    ("half", "least"), [(DEVELOPED, 0.98), (MEASURED, 0.95)], ids=["developed", "measured"]
)
def test_hard_texts(half: list[Row], least: float) -> None:
    scored = score(half, ours)
    assert scored.recall >= least
    assert scored.over <= 0.01


def test_the_halves_are_large_and_apart() -> None:
    texts = [row["text"] for row in DEVELOPED + MEASURED]
    assert len(texts) > 400
    assert len(texts) == len(set(texts))


def test_marks_are_read() -> None:
    row = marked_row("<aunt> {dot} is {94}")
    assert row["text"] == "aunt dot is 94"
    assert [(s["start"], s["end"], s["safe_harbor"]) for s in row["spans"]] == [
        (0, 4, None),
        (5, 8, "A"),
        (12, 14, "A"),
    ]
