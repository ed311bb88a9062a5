"""Reads the wording of `phrases/` once and makes of it one pattern for each purpose."""

import json
import re
import tomllib
from importlib.resources import files
from typing import Any, NamedTuple

from chaperone.sms.normal_form import normal_form

_PHRASES = files("chaperone.sms.phrases")
_NAME = re.compile(r"<(\w+)>")
_NOTHING = r"(?!)"


class Wording(NamedTuple):
    """How one intent is worded, in all languages: patterns over the normal form."""

    first: re.Pattern[str]
    whole: re.Pattern[str]
    clause: re.Pattern[str]
    within: re.Pattern[str]
    unless: re.Pattern[str]


def wording(intent: str) -> Wording:
    """Return the wording of `intent`: the phrases, and the carriers' keywords as whole texts."""
    return Wording(
        first=_within(_phrases(intent, "first")),
        whole=_entire([*keywords(intent), *_phrases(intent, "whole")]),
        clause=_entire(_phrases(intent, "clause")),
        within=_within(_phrases(intent, "within")),
        unless=_within(_phrases(intent, "unless")),
    )


def keyword_alone(name: str) -> re.Pattern[str]:
    """Return the pattern of a text that is a keyword of one list of `keywords.json`."""
    return _entire(keywords(name))


def keywords(name: str) -> list[str]:
    """Return the carriers' keywords of one list of `keywords.json`, in normal form."""
    lists = json.loads((_PHRASES / "keywords.json").read_text("utf-8"))
    return [normal_form(word) for word in lists[name]]


def _languages() -> list[dict[str, Any]]:
    return [tomllib.loads((_PHRASES / name).read_text("utf-8")) for name in ("en.toml", "es.toml")]


_LANGUAGES = _languages()


def _phrases(intent: str, place: str) -> list[str]:
    return [
        _expanded(phrase, language["words"])
        for language in _LANGUAGES
        for phrase in language[intent].get(place, [])
    ]


def _within(phrases: list[str]) -> re.Pattern[str]:
    # The look ahead spares trying each phrase at the ends of words: a third of the time.
    return re.compile(rf"\b(?=[a-z]){_either(phrases)}\b" if phrases else _NOTHING)


def _entire(phrases: list[str]) -> re.Pattern[str]:
    """Return the pattern of a text that is one of `phrases`, courtesies aside; use fullmatch."""
    if not phrases:
        return re.compile(_NOTHING)
    before, after = _courtesies("before"), _courtesies("after")
    # At most eight, so that no row of courtesies, however long, can make matching slow.
    return re.compile(f"(?:{before} ){{0,8}}{_either(phrases)}(?: {after}){{0,8}}")


def _courtesies(place: str) -> str:
    phrases = (phrase for language in _LANGUAGES for phrase in language["words"][place])
    # Each once: a phrase of both languages would double the ways to match at each repetition.
    return _either(list(dict.fromkeys(phrases)))


def _expanded(phrase: str, words: dict[str, list[str]]) -> str:
    return _NAME.sub(lambda match: _either(words[match[1]]), phrase)


def _either(phrases: list[str]) -> str:
    return f"(?:{'|'.join(phrases)})"
