"""How like a question is to the headings of entries: cosine of what both have, by rarity. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt

from chaperone.assistant.asking import Question
from chaperone.assistant.bm25 import rarity

_NAMED = 1.2
"""What a subject (`@`) or kind (`#`) is worth against a word."""

Weights = Mapping[str, float]


def terms(question: Question) -> list[str]:
    """Words, subjects and kinds, each once."""
    return [
        *question.words,
        *sorted(f"@{subject}" for subject in question.subjects),
        *sorted(f"#{kind}" for kind in question.kinds),
    ]


class Headings:
    """The headings of each entry, in the order of the entries."""

    def __init__(self, headings: Sequence[Sequence[Question]]) -> None:
        every = [terms(heading) for each in headings for heading in each]
        self._size = len(every)
        self._spread = Counter(term for found in every for term in found)
        self._entries = [[self.weights(heading) for heading in each] for each in headings]

    def weights(self, question: Question) -> Weights:
        """What each term is worth; the squares add up to one."""
        found = {term: self._worth(term) for term in terms(question)}
        length = sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {term: weight / length for term, weight in found.items()}

    def likeness(self, entry: int, question: Weights) -> list[float]:
        """How like each heading of an entry is to the weights of a question, 0 to 1."""
        return [_shared(heading, question) for heading in self._entries[entry]]

    def _worth(self, term: str) -> float:
        worth = rarity(self._size, self._spread[term])
        return worth * _NAMED if term[0] in "@#" else worth


def _shared(heading: Weights, question: Weights) -> float:
    return sum(question[term] * heading[term] for term in heading.keys() & question.keys())
