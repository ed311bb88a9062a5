"""What the classifier looks at in a text: its words, pairs and parts of words, and what rules saw.

A feature is a short text: `faint` (a word), `cant wake` and `cant * up` (pairs, the second with a
word between), `.<fai` (a part of a word, `<` and `>` its ends), `=below 54` (a fact that the rules
know), `@denied` (a scope that stands in the text). Every number is the word `#`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

ENDS = ("^", "$")
_LENGTHS = (3, 4)
_WHOLE, _WINDOW = 24, 16


def words_of(text: str) -> list[str]:
    """The words of a normalised text as the classifier takes them, between its `ENDS`."""
    words = ["#" if word[0].isdigit() else word for word in text.split()]
    return [ENDS[0], *words, ENDS[1]]


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts of a long text that overlap by half: a plea among many words counts as one alone."""
    if len(words) <= _WHOLE:
        yield words
        return
    for start in range(0, max(len(words) - _WINDOW // 2, 1), _WINDOW // 2):
        yield words[start : start + _WINDOW]


def pairs(words: Sequence[str]) -> Iterator[str]:
    """Neighbouring words, and words with one between."""
    for one, other in pairwise(words):
        yield f"{one} {other}"
    for one, other in zip(words, words[2:], strict=False):
        yield f"{one} * {other}"


def parts(word: str) -> list[str]:
    """Three and four letters in a row: what is left of a word that is misspelt or inflected."""
    if not word.isalpha():
        return []
    ends = f"<{word}>"
    return [f".{ends[i : i + n]}" for n in _LENGTHS for i in range(len(ends) - n + 1)]


def seen(facts: Iterable[str], scopes: Iterable[str]) -> Iterator[str]:
    """What the rules found in the text."""
    yield from (f"={fact}" for fact in facts)
    yield from (f"@{scope}" for scope in scopes)
