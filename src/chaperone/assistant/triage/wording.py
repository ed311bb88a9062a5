"""Brings a text to one plain form: lower case, no accents, known abbreviations, mended spelling.

The result is words with single spaces between and around them; the breaks of a sentence are
words of their own: `;` ends a sentence, `,` a part of one, `?` a question.
"""

import re
import unicodedata
from collections.abc import Iterable

from chaperone.assistant.triage.data import table, vocabulary
from chaperone.assistant.triage.numbers import in_digits

_TOKEN = re.compile(
    r"(?:hb)?a1c|b12|w/o\b|w/|b/c|n/v|b4\b|2day\b|mmol/l|mg/dl|[a-z]+"
    r"|\d+(?:[.,:/]\d+)*|[.!?;,\n$%<>&]|(?<=\s)-+(?=\s)"
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_APOSTROPHES = re.compile(r"['`\u2018\u2019\u02bc\u00b4]")
_MENDED_FROM = 6

_BREAKS = {
    ".": ";",
    "!": ";",
    "\n": ";",
    ";": ";",
    ",": ",",
    "?": "?",
    "-": ",",
    "--": ",",
    "<": "under",
    ">": "over",
    "%": "percent",
    "mg/dl": "mgdl",
    "mmol/l": "mmol",
}
_LAUGHTER = {ord(face): " lol " for face in "😂🤣😅😆😜😝🙃"}


def normalise(text: str) -> str:
    """A member's text in its plain form, with a space before the first word and after the last."""
    lowered = _APOSTROPHES.sub("", text.casefold())
    if not lowered.isascii():
        lowered = _without_accents(lowered)
    if _STRETCHED.search(lowered):
        lowered = _STRETCHED.sub(r"\1", lowered)
    words = (_FORMS.get(token) or _mended(token) for token in _TOKEN.findall(lowered))
    return in_digits(f" {' '.join(words)} ")


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LAUGHTER))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _mended(token: str) -> str:
    if len(token) < _MENDED_FROM or token in _LEFT_ALONE or not token.isalpha():
        return token
    for shorter in (token, *_without_one_letter(token)):
        for word in _NEIGHBOURS.get(shorter, ()):
            if _one_slip_apart(token, word):
                return _FORMS.get(word, word)
    return token


def _without_one_letter(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter was added, dropped or changed, or two neighbours were swapped."""
    if one[0] != other[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) <= 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )


def _neighbours(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        for form in (word, *_without_one_letter(word)):
            found.setdefault(form, []).append(word)
    return found


_WORDS = table("words.toml")
_FORMS: dict[str, str] = {**_BREAKS, **_WORDS["spelling"]}
_LEFT_ALONE = vocabulary("words.toml", "signs.toml", "scope.toml", "readings.toml")
_NEIGHBOURS = _neighbours(_WORDS["mend"])
