"""The fixed texts, and in which language to send them."""

import pytest

from chaperone.assistant.replies import fixed_reply, language_of
from chaperone.sms.segments import count

LEVELS = ["emergency", "crisis", "urgent", "declined"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("level", LEVELS)
def test_fits_two_gsm_7_segments(level: str, language: str) -> None:
    found = count(fixed_reply(level, language))
    assert (found.encoding, found.segments <= 2) == ("GSM-7", True)


@pytest.mark.parametrize("language", ["en", "es"])
def test_numbers_to_call_are_named(language: str) -> None:
    assert all("911" in fixed_reply(level, language) for level in LEVELS)
    assert "988" in fixed_reply("crisis", language)


def test_another_language_gets_english() -> None:
    assert fixed_reply("crisis", "other") == fixed_reply("crisis", "en")


def test_another_level_is_an_error() -> None:
    with pytest.raises(KeyError):
        fixed_reply("routine", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what is a1c", "en"),
        ("can i eat mango", "en"),
        ("142", "en"),
        ("", "en"),
        ("ok", "en"),
        ("puedo comer arroz con pollo?", "es"),
        ("¿Qué es la prediabetes?", "es"),
        ("hola", "es"),
        ("je ne peux pas dormir et je suis fatigué", "other"),
        ("posso comer açúcar com o meu jantar", "other"),
        ("что такое диабет", "other"),
        ("什么是糖尿病", "other"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
