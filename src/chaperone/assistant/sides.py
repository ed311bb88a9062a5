"""Which side of a topic a text asks about - causes, signs, tests, food ... - whatever the topic.

Naive Bayes over the wordings of the whole library: what is said for the signs of one illness says
"signs" of another. Topics are spread over all sides and so count for little. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import pairwise
from math import exp, log
from operator import add

Sides = frozenset[str]
_Shares = defaultdict[str, float]

_SMOOTHED = 0.9
"""How many times every word is taken to have been seen besides, spread as the sides are."""
_TRUST = 0.6
"""Words and pairs of words overlap, so that each is worth less than if it stood alone."""


class Asked:
    """What wordings of known sides teach: each a text in its plain form and its sides."""

    def __init__(self, known: Iterable[tuple[str, Sides]]) -> None:
        counts: defaultdict[str, _Shares] = defaultdict(lambda: defaultdict(float))
        often: _Shares = defaultdict(float)
        for said, sides in known:
            shares = {side: 1 / len(sides) for side in sides}
            _add(often, shares)
            for clue in _clues(said):
                _add(counts[clue], shares)
        self._sides = tuple(often)
        self._places = {side: place for place, side in enumerate(self._sides)}
        whole = sum(often.values())
        usual = [often[side] / whole for side in self._sides]
        self._start = [log(part) for part in usual]
        self._says = {clue: self._worth(seen, usual) for clue, seen in counts.items()}

    def of(self, said: str) -> dict[str, float]:
        """How likely a text asks about each side; they add up to one."""
        found = [self._says[clue] for clue in _clues(said) if clue in self._says]
        sums = reduce(lambda one, other: list(map(add, one, other)), found, self._start)
        best = max(sums, default=0.0)
        likely = [exp(value - best) for value in sums]
        return {side: part / sum(likely) for side, part in zip(self._sides, likely, strict=True)}

    def _worth(self, seen: Mapping[str, float], usual: list[float]) -> list[float]:
        whole = sum(seen.values()) + _SMOOTHED
        worth = [_TRUST * log(_SMOOTHED / whole)] * len(usual)
        for side, times in seen.items():
            place = self._places[side]
            part = usual[place]
            worth[place] = _TRUST * log((times + _SMOOTHED * part) / whole / part)
        return worth


def _add(counts: _Shares, shares: Mapping[str, float]) -> None:
    for side, share in shares.items():
        counts[side] += share


def _clues(said: str) -> Iterator[str]:
    words = ["#" if word[0].isdigit() else word for word in said.split() if word.isalnum()]
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(("^", *words, "$")))
