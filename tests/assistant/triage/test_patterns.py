"""The phrase language."""

import pytest

from chaperone.assistant.library import table as library_table
from chaperone.assistant.triage.data import table
from chaperone.assistant.triage.patterns import Phrases
from chaperone.assistant.triage.wording import normalise


def found(phrase: str, text: str) -> bool:
    phrases = Phrases()
    phrases.add("x", [phrase])
    return any(phrases.find(f" {text} "))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("chest pain", "my chest pain now"),
        ("chest pain|hurts", "chest hurts"),
        ("{pain} ~ chest", "pain in my chest"),
        ("{pain} ~4 chest", "pain here in the middle chest"),
        ("faint*", "fainting"),
        ("wake [him] up", "wake up"),
        ("wake [him] up", "wake him up"),
        ("blood|passed_out", "he passed out"),
        ("still #", "still 61"),
        ("in ####", "in 2015"),
    ],
)
def test_found(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("chest pain", "chest and pain"),
        ("chest ~ pain", "chest , pain"),
        ("chest ~1 pain", "chest is a pain"),
        ("pain", "paint"),
        ("faint*", "feint"),
        ("in ####", "in 215"),
        ("blood|passed_out", "he passed"),
    ],
)
def test_not_found(phrase: str, text: str) -> None:
    assert not found(phrase, text)


def test_too_short_a_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="too few letters"):
        Phrases().add("x", ["pu*"])


def _phrases() -> list[str]:
    signs = [phrase for sign in table("signs.toml").values() for phrase in sign["phrases"]]
    scopes = [p for name, ps in table("scope.toml").items() if name != "deny_fillers" for p in ps]
    declining = library_table("declining.toml")["because"].values()
    means = library_table("asking.toml")["means"].values()
    return signs + scopes + [phrase for phrases in [*declining, *means] for phrase in phrases]


def test_every_phrase_can_be_compiled() -> None:
    for phrase in _phrases():
        assert not found(phrase, "zzz")


def test_plain_phrases_are_written_as_texts_are_normalised() -> None:
    """Else a phrase could never be found: "lows" becomes "low" before it is looked for."""
    plain = [phrase for phrase in _phrases() if phrase.replace(" ", "").isalpha()]
    assert [phrase for phrase in plain if normalise(phrase).strip() != phrase] == []
