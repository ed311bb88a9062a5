"""Which fixed texts can be sent; those that the product comes with can."""

import pytest

from chaperone.conversations.texts.checking import filled, problems
from chaperone.conversations.texts.defaults import KINDS, LANGUAGES, default_text
from chaperone.sms.segments import count

GOOD = "This may be an emergency. Call 911 now."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_what_the_product_comes_with_could_be_approved(name: str, language: str) -> None:
    assert problems(name, default_text(name, language)) == []


def test_another_language_gets_english() -> None:
    for name in KINDS:
        assert default_text(name, "other") == default_text(name, "en")


@pytest.mark.parametrize(
    ("name", "body", "problem"),
    [
        ("emergency", "Call somebody now.", "It must say 911."),
        ("emergency", "Call 9111 now.", "It must say 911."),
        ("crisis", "Call 911 now.", "It must say 988."),
        ("emergency", GOOD + " See https://x.example/help", "no link"),
        ("emergency", GOOD + " See www.x.example", "no link"),
        ("emergency", GOOD + " See example.com/help", "no link"),
        ("emergency", GOOD + " " + "x" * 300, "too long"),
        ("emergency", GOOD + " Vaya rápido", "costs?"),
        ("emergency", GOOD + " {name}", "no place in braces"),
        ("emergency", GOOD + " {", "no place in braces"),
        ("after_hours", "We answer later. Call 911.", "{time}"),
        ("after_hours", "{time} or {time}. Call 911.", "{time}"),
        ("help", "{name.__class__}: text STOP. Call 911.", "{name}"),
    ],
)
def test_what_is_wrong_is_said(name: str, body: str, problem: str) -> None:
    found = " ".join(problems(name, body))
    assert problem.rstrip("?").rstrip("s") in found


def test_a_filled_text_fits_in_two_plain_segments() -> None:
    for name in ("opt_out", "opt_in", "help"):
        for language in LANGUAGES:
            text = filled(default_text(name, language), {"name": "N" * 60})
            assert count(text).encoding == "GSM-7"
            assert count(text).segments <= 2
            assert "{" not in text
