"""The small language in which signs and scopes are written, and how phrases are found.

A phrase is words with spaces between. Besides plain words it knows
`faint*` (any word that begins so), `one|other`, `{class}` (a list of words.toml),
`[perhaps|maybe]` (may be missing), `two_words` (as one alternative), `#` (a number), `####` (a
year), and `~` (up to three other words of the same part of a sentence, none of them "not"; `~6`: up
to six).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from chaperone.assistant.triage.data import table

_GAP = 3
_KEY = 4
_NO_DENIAL = r"(?!(?:not|doesnt|didnt|never|nunca) )"
_NUMBERS = {"#": r"\d[\d./:]* ", "####": r"(?:19|20)\d\d "}
_COMMON = frozenset(table("words.toml")["common"])
_CLASSES: dict[str, list[str]] = table("words.toml")["classes"]


class Phrases:
    """Phrases that begin to be sought only where one of their words is in the text."""

    def __init__(self) -> None:
        self._found_by: dict[str, dict[str, _Group]] = {}

    def add(self, name: str, phrases: Iterable[str]) -> None:
        """Adds phrases that are found under this name."""
        for phrase in phrases:
            for key in _keys(phrase):
                groups = self._found_by.setdefault(key, {})
                groups.setdefault(name, _Group()).phrases.append(phrase)

    def find(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Name and match of every phrase that stands in a normalised text."""
        for key in self._found_by.keys() & {word[:_KEY] for word in text.split()}:
            for name, group in self._found_by[key].items():
                for match in group.expression.finditer(text):
                    yield name, match


class _Group:
    """Phrases of one name with one key, compiled when first needed: there are thousands."""

    def __init__(self) -> None:
        self.phrases: list[str] = []

    @cached_property
    def expression(self) -> re.Pattern[str]:
        return re.compile(f"(?<= )(?:{'|'.join(map(_phrase, self.phrases))})")


def _phrase(phrase: str) -> str:
    return "".join(map(_item, phrase.split()))


def _item(item: str) -> str:
    if item.startswith("~"):
        return f"(?:{_NO_DENIAL}[^ ,;?]+ ){{0,{item[1:] or _GAP}}}?"
    if item.startswith("["):
        return f"(?:{_choice(item[1:-1])})?"
    return _NUMBERS.get(item) or f"(?:{_choice(item)})"


def _choice(item: str) -> str:
    return "|".join(map(_words, _alternatives(item)))


def _words(words: str) -> str:
    return "".join(re.escape(word).replace(r"\*", "[a-z]*") + " " for word in words.split())


def _keys(phrase: str) -> frozenset[str]:
    items = [item for item in phrase.split() if item[0] not in "~[#"]
    choices = [[_rarest(words) for words in _alternatives(item)] for item in items]
    best = min(choices, key=lambda words: (any(w in _COMMON for w in words), len(words)))
    return frozenset(map(_key, best))


def _rarest(words: str) -> str:
    return max(words.split(), key=lambda word: (word not in _COMMON, len(word)))


def _key(word: str) -> str:
    if word.endswith("*") and len(word) <= _KEY:
        raise ValueError(f"{word!r} begins with too few letters to be looked up")
    return word.rstrip("*")[:_KEY]


@cache
def _alternatives(item: str) -> tuple[str, ...]:
    parts: list[str] = []
    for part in item.split("|"):
        parts += _class(part.replace("_", " "))
    return tuple(dict.fromkeys(parts))


def _class(part: str) -> list[str]:
    name = re.search(r"\{(\w+)\}", part)
    if name is None:
        return [part]
    members = [word for entry in _CLASSES[name[1]] for word in _class(entry)]
    return [part.replace(name[0], word) for word in members]
