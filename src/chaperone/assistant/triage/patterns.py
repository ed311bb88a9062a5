"""The small language in which the signs are written, and its translation to regular expressions.

A phrase is words with spaces between. Besides plain words it knows
`breath*` (any word that begins so), `one|other`, `{class}` (a list of words.toml),
`[may|may not]` be there, and `~` (up to three other words of the same sentence part; `~6`: six).
"""

import re
from functools import cache

from chaperone.assistant.triage.data import table

_GAP = 3
_KEY = 4
"""Letters of a word by which a phrase is looked up before its expression is run."""

_CLASSES: dict[str, list[str]] = table("words.toml")["classes"]


def expression(phrases: list[str]) -> re.Pattern[str]:
    """One regular expression that finds any of the phrases in a normalised text."""
    return re.compile(f"(?<= )(?:{'|'.join(map(_phrase, phrases))})")


def keys(phrase: str) -> frozenset[str]:
    """Beginnings of words of which one must be in a text for the phrase to be found there."""
    items = [item for item in phrase.split() if not item.startswith(("~", "["))]
    choices = [frozenset(map(_key, _alternatives(item))) for item in items]
    return max(choices, key=lambda choice: (min(map(len, choice)), -len(choice)))


def key_of(word: str) -> str:
    """What a word of a text is looked up by."""
    return word[:_KEY]


def _phrase(phrase: str) -> str:
    return "".join(map(_item, phrase.split()))


def _item(item: str) -> str:
    if item.startswith("~"):
        return f"(?:[^ ,;?]+ ){{0,{item[1:] or _GAP}}}?"
    if item.startswith("["):
        return f"(?:{_choice(item[1:-1])})?"
    return f"(?:{_choice(item)})"


def _choice(item: str) -> str:
    return "|".join(map(_words, _alternatives(item)))


def _words(words: str) -> str:
    return "".join(re.escape(word).replace(r"\*", "[a-z]*") + " " for word in words.split())


def _key(words: str) -> str:
    longest = max(words.split(), key=len)
    if longest.endswith("*") and len(longest) <= _KEY:
        raise ValueError(f"{longest!r} begins with too few letters to be looked up")
    return key_of(longest.rstrip("*"))


@cache
def _alternatives(item: str) -> tuple[str, ...]:
    parts: list[str] = []
    for part in item.split("|"):
        parts += _class(part)
    return tuple(dict.fromkeys(parts))


def _class(part: str) -> list[str]:
    name = re.search(r"\{(\w+)\}", part)
    if name is None:
        return [part]
    members = [word for entry in _CLASSES[name[1]] for word in _class(entry)]
    return [part.replace(name[0], word) for word in members]
