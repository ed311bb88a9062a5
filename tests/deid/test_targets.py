"""The targets on the labelled rows: what must be found, what may be taken without need."""

import pytest

from bench.deid_figures import PAGE, figures
from bench.deid_scoring import Row, of_messages, ours, rows, score


def test_recall_on_all_rows() -> None:
    assert score(rows(), ours).recall >= 0.95


def test_recall_on_messages() -> None:
    assert score(of_messages(rows()), ours).recall >= 0.98


def test_messages_without_what_is_known_of_the_member() -> None:
    strangers = [{**row, "known": {}} for row in of_messages(rows())]
    assert score(strangers, ours).recall >= 0.97


@pytest.mark.parametrize("chosen", [rows(), of_messages(rows())], ids=["all", "messages"])
def test_little_else_is_taken(chosen: list[Row]) -> None:
    assert score(chosen, ours).over <= 0.01


def test_the_scorer_sees_what_is_missed_and_what_is_too_much() -> None:
    chosen = rows()[:50]
    assert score(chosen, lambda _: []).recall == 0
    assert score(chosen, lambda row: [(0, len(row["text"]))]).over == 1


def test_the_page_says_what_the_code_does() -> None:
    assert figures() in PAGE.read_text("utf-8"), "run: python -m bench.deid_figures"
