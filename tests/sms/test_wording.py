"""The phrases are well made: written in the normal form, and quick to match."""

import itertools
import json
import re
import time
from importlib.resources import files

import pytest

from chaperone.sms import wording
from chaperone.sms.intents import intent
from chaperone.sms.normal_form import normal_form

LANGUAGES = wording._LANGUAGES
PHRASES = [
    phrase
    for language in LANGUAGES
    for intent_name in ("opt_out", "opt_in", "help")
    for phrases in language[intent_name].values()
    for phrase in phrases
]
LISTED = sorted(
    {word for language in LANGUAGES for words in language["words"].values() for word in words}
)
PLAIN = [word for word in LISTED if re.fullmatch("[a-z ]+", word)]


@pytest.mark.parametrize("phrase", PHRASES + LISTED)
def test_a_phrase_is_written_in_the_normal_form(phrase: str) -> None:
    # A capital, an accent or an apostrophe would never match anything.
    plain = re.sub(r"\\[wb]|<\w+>", "", phrase)
    assert re.fullmatch(r"[a-z0-9 |()?:!=<.^*+{},\[\]\\$-]*", plain)


@pytest.mark.parametrize("name", ["opt_out", "opt_in", "help", "opt_in_when_opted_out"])
def test_each_keyword_alone_is_found(name: str) -> None:
    lists = json.loads((files("chaperone.sms.phrases") / "keywords.json").read_text("utf-8"))
    expected = "opt_in" if name == "opt_in_when_opted_out" else name
    for word in lists[name]:
        for text in (word, word.lower(), word.title(), f" {word}. ", f'"{word}!"'):
            assert intent(text, opted_out=True) == expected


@pytest.mark.parametrize("place", ["before", "after"])
def test_no_courtesy_is_made_of_others(place: str) -> None:
    # It could then be matched in two ways, and a row of them in 2^n ways.
    courtesies = {word for language in LANGUAGES for word in language["words"][place]}
    joined = {" ".join(pair) for pair in itertools.product(courtesies, repeat=2)}
    assert courtesies.isdisjoint(joined)


@pytest.mark.parametrize("word", PLAIN)
def test_no_repeated_word_makes_matching_slow(word: str) -> None:
    begun = time.process_time()
    intent((word + " ") * (1600 // (len(word) + 1)) + "zzz")
    assert time.process_time() - begun < 0.5


def test_courtesies_are_in_the_normal_form_too() -> None:
    for word in PLAIN:
        if any(
            word in language["words"][place]
            for language in LANGUAGES
            for place in ("before", "after")
        ):
            assert normal_form(word) == word
