"""Entries that answer the same question."""

from chaperone.assistant.library.entries import entries
from chaperone.assistant.pools import pools_of


def row(subject: str, question: str, answer: str = "") -> dict[str, str]:
    return {"subject": subject, "question": question, "answer": answer or question}


def test_two_sources_on_the_same_side_of_the_same_subject() -> None:
    rows = [
        row("Stroke", "What are the symptoms of stroke?"),
        row("Stroke", "What causes stroke?"),
        row("Stroke", "What are the symptoms of Stroke?", "Other words"),
        row("High Blood Pressure", "How to diagnose High Blood Pressure?"),
        row("Low Blood Pressure", "How is low blood pressure diagnosed?"),
    ]
    assert pools_of(rows) == [[0, 2], [1], [3], [4]]


def test_a_guides_name_is_not_part_of_its_subject() -> None:
    rows = [
        row("Diarrhea", "What causes diarrhea?"),
        row(
            "What I need to know about Diarrhea",
            "What causes What I need to know about Diarrhea?",
            "Germs",
        ),
    ]
    assert pools_of(rows) == [[0, 1]]


def test_the_same_answer_under_two_headings() -> None:
    rows = [row("A", "What is a?", "It is so."), row("B", "What is b?", "It is so.")]
    assert pools_of(rows) == [[0, 1]]


def test_a_lost_heading_says_nothing() -> None:
    rows = [
        row("Stroke", "What is (are) Stroke?", "One thing"),
        row("Stroke", "What is (are) Stroke?", "Quite another"),
    ]
    assert pools_of(rows) == [[0], [1]]


def test_every_entry_of_the_library_stands_in_one_pool() -> None:
    rows = list(entries())
    pools = pools_of(rows)
    assert sorted(place for pool in pools for place in pool) == list(range(len(rows)))
    assert max(map(len, pools)) <= 12
