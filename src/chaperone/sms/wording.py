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
    """How one intent is worded: patterns over the normal form."""

    first: re.Pattern[str]
    whole: re.Pattern[str]
    clause: re.Pattern[str]
    within: re.Pattern[str]
    unless: re.Pattern[str]


def keywords(name: str) -> frozenset[str]:
    """Return the carriers' keywords of one list of `keywords.json`, in normal form."""
    lists = json.loads((_PHRASES / "keywords.json").read_text("utf-8"))
    return frozenset(normal_form(word) for word in lists[name])


def wording(intent: str) -> Wording:
    """Return the wording of one intent, in all languages together."""
    return Wording(*(_pattern(intent, place) for place in Wording._fields))


def courtesies() -> re.Pattern[str]:
    """Return a pattern whose group 1 is a message without the courtesies around it."""
    before = _either(phrase for language in _LANGUAGES for phrase in language["words"]["before"])
    after = _either(phrase for language in _LANGUAGES for phrase in language["words"]["after"])
    return re.compile(rf"(?:{before} )*(.*?)(?: {after})*")


def _languages() -> list[dict[str, Any]]:
    return [tomllib.loads((_PHRASES / name).read_text("utf-8")) for name in ("en.toml", "es.toml")]


_LANGUAGES = _languages()


def _pattern(intent: str, place: str) -> re.Pattern[str]:
    phrases = [
        _expanded(phrase, language["words"])
        for language in _LANGUAGES
        for phrase in language[intent].get(place, [])
    ]
    return re.compile(rf"(?<!\w){_either(phrases)}(?!\w)" if phrases else _NOTHING)


def _expanded(phrase: str, words: dict[str, list[str]]) -> str:
    return _NAME.sub(lambda match: _either(words[match[1]]), phrase)


def _either(phrases: Any) -> str:
    return f"(?:{'|'.join(phrases)})"
