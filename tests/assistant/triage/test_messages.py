"""Texts as people send them, a fifth of what was written with `training/messages.jsonl`.

Not learned from, nor were rules mended by what they miss: what is measured here is how far triage
carries to wording that it never saw, and that it does not get worse. No claim beyond that.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from chaperone.assistant.triage import triage

ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "messages.jsonl").read_text().splitlines()
]
JUDGED = Counter((row["level"], triage(row["text"]).level) for row in ROWS)


@pytest.mark.parametrize(
    ("level", "floor"), [("emergency", 0.80), ("crisis", 0.78), ("urgent", 0.90), ("routine", 0.75)]
)
def test_recall(level: str, floor: float) -> None:
    texts = sum(times for (right, _), times in JUDGED.items() if right == level)
    assert JUDGED[level, level] / texts >= floor


def test_few_who_need_help_now_are_called_routine() -> None:
    assert JUDGED["emergency", "routine"] + JUDGED["crisis", "routine"] <= 6
