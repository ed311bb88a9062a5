"""When a mention does not count."""

import pytest

from chaperone.assistant.triage.scope import Scopes, without_harmless


def scopes_of(text: str, mention: str) -> set[str]:
    words = f" {text} "
    start = words.index(f" {mention} ") + 1
    return Scopes(words).of(start, start + len(mention) + 1)


@pytest.mark.parametrize(
    ("text", "mention", "scope"),
    [
        ("no chest pain today", "chest pain", "denied"),
        ("im not suicidal", "suicidal", "denied"),
        ("no tengo dolor de pecho", "dolor de pecho", "denied"),
        ("i had a stroke in march", "stroke", "past"),
        ("last year , i had a seizure", "seizure", "past"),
        ("hace dos anos tuve un infarto", "infarto", "past"),
        ("what are the signs of dka", "dka", "asked"),
        ("can metformin cause dka", "dka", "asked"),
        ("my dad died of a stroke", "stroke", "told"),
        ("saw a movie about a stroke", "stroke", "told"),
    ],
)
def test_taken_away(text: str, mention: str, scope: str) -> None:
    assert scope in scopes_of(text, mention)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("chest pain", "chest pain"),
        ("not ok , chest pain", "chest pain"),
        ("no fever but chest pain", "chest pain"),
        ("i had a stroke in march , now chest pain", "chest pain"),
        ("why is my chest pain worse", "chest pain"),
        ("chest pain since last year", "chest pain"),
        ("dont tell anyone but suicidal", "suicidal"),
    ],
)
def test_counts(text: str, mention: str) -> None:
    assert scopes_of(text, mention) == set()


@pytest.mark.parametrize(
    "text", ["my feet are killing me lol", "stroke support group", "me muero de hambre"]
)
def test_harmless_is_blanked(text: str) -> None:
    assert "_" in without_harmless(f" {text} ")


def test_the_rest_of_the_text_stays() -> None:
    assert without_harmless(" i ride , suicide prevention walk , ok ").split()[:3] == [
        "i",
        "ride",
        ",",
    ]
