"""Raises a level where a text is worded like labelled texts though no rule reads it. Never lowers.

Linear: a text's score is the sum of its features' weights. weights.txt is made by `make train` from
the labelled texts in `training/`; how well it does is in docs/triage.md.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from chaperone.assistant.triage.data import lines
from chaperone.assistant.triage.features import pairs, parts, seen, windows, words_of

ASKED = ("emergency", "crisis", "urgent")
"""What each of the three scores speaks for; the last: urgent or more."""

Scores = tuple[int, int, int]
_NOTHING: Scores = (0, 0, 0)


def raised(level: str, text: str, facts: Iterable[str], scopes: Iterable[str]) -> str:
    """The level that the wording asks for, or the given one when that is as high.

    In: the rules' level; the normalised text; what the rules saw in it.
    """
    if level in ("emergency", "crisis"):
        return level
    emergency, crisis, urgent = scores(text, facts, scopes)
    if emergency > 0 and emergency >= crisis:
        return "emergency"
    if crisis > 0:
        return "crisis"
    return "urgent" if urgent > 0 else level


def scores(text: str, facts: Iterable[str], scopes: Iterable[str]) -> Scores:
    """How far above its threshold (in hundredths) a text is for each of `ASKED`."""
    weights = _weights()
    read = [weights[feature] for feature in seen(facts, scopes) if feature in weights]
    found = _sum([weights["^bias"], *read])
    each = [_of_part(words, weights, found) for words in windows(words_of(text))]
    emergency, crisis, urgent = zip(*each, strict=True)
    return max(emergency), max(crisis), max(urgent)


def _of_part(words: Sequence[str], weights: dict[str, Scores], found: Scores) -> Scores:
    known = [weights[pair] for pair in pairs(words) if pair in weights]
    return _sum([found, *known, *map(_of_word, set(words))])


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> Scores:
    """The weights of a word and its parts: texts have few different words, so they are kept."""
    weights = _weights()
    return _sum([weights.get(feature, _NOTHING) for feature in (word, *parts(word))])


def _sum(scores: list[Scores]) -> Scores:
    emergency, crisis, urgent = zip(*scores, strict=True)
    return sum(emergency), sum(crisis), sum(urgent)


@cache
def _weights() -> dict[str, Scores]:
    found = {}
    for line in lines("weights.txt"):
        feature, emergency, crisis, urgent = line.split("\t")
        found[feature] = int(emergency), int(crisis), int(urgent)
    return found
