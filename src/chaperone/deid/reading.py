"""A text as it is looked at: folded letter by letter, and cut into words with their bits."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from chaperone.deid.lexicon import lexicon

# Letters with the marks that a keyboard may put after them; an apostrophe or a hyphen inside.
_WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:['-][^\W\d_]+)*")
_SPECIAL = {
    "ß": "s",
    "ø": "o",
    "æ": "a",
    "œ": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "t",
} | dict.fromkeys("\u2019\u2018\u00b4`\u02bc", "'")


class Word(NamedTuple):
    """A word of a text: where it stands, how it reads folded, its bits, whether in capitals."""

    start: int
    end: int
    key: str
    bits: int
    capital: bool


def folded(text: str) -> str:
    """`text` in lower case without accents, of the same length, so that places stay the same."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def words_of(text: str, folded_text: str) -> list[Word]:
    """The words of a text, in order."""
    found = []
    look = lexicon().get
    for match in _WORD.finditer(folded_text):
        start, end = match.span()
        key = match[0]
        bits = look(key, -1)
        if bits < 0:
            bits = _of_a_form(key, look)
        found.append(Word(start, end, key, bits, text[start].isupper()))
    return found


def _of_a_form(key: str, look: Callable[[str, int], int]) -> int:
    if key.endswith("'s"):
        return look(key[:-2], 0)
    if "-" in key or "'" in key:
        parts = re.split("['-]", key)
        bits = 0
        for part in parts:
            bits |= look(part, 0)
        return bits
    return 0


class _Folding(dict[int, int]):
    def __missing__(self, code: int) -> int:
        letter = chr(code)
        lower = letter.lower()
        plain = _SPECIAL.get(lower) or unicodedata.normalize("NFKD", lower)[0]
        self[code] = ord(plain) if len(plain) == 1 else code
        return self[code]


_FOLDED = _Folding()
