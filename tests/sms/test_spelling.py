"""Slips are mended; words that people mean are not."""

import pytest

from chaperone.sms.spelling import SPELLING


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("mesage", "message"),
        ("messsages", "messages"),
        ("unsubscirbe", "unsubscribe"),
        ("subscirption", "subscription"),
        ("mensjaes", "mensajes"),
        ("txt", "text"),
        ("hlep", "help"),
        ("stpo", "stop"),
    ],
)
def test_a_slip_is_mended(slip: str, word: str) -> None:
    assert SPELLING[slip] == word


@pytest.mark.parametrize(
    "word",
    [
        "shop",
        "step",
        "top",
        "stoop",
        "soap",
        "massage",
        "massages",
        "message",
        "describe",
        "cancer",
        "quite",
        "quiet",
        "testing",
        "sensing",
        "hello",
        "held",
        "star",
        "smart",
        "escriben",
        "molesta",
        "ya",
        "programa",
        "reminder",
        "cause",
        "moving",
    ],
)
def test_a_word_that_people_mean_is_left_alone(word: str) -> None:
    assert word not in SPELLING


def test_what_was_mended_is_not_mended_again() -> None:
    mended = {word for phrase in SPELLING.values() for word in phrase.split()}
    assert mended.isdisjoint(SPELLING)
