"""Finds texts by the terms that they share with a question, weighted by rarity. Pure.

BM25 with k1 = 1.2 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework").
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

_K1 = 1.2


def rarity(size: int, seen: int) -> float:
    """The inverse document frequency of a term that ``seen`` of ``size`` texts have."""
    return log(1 + (size - seen + 0.5) / (seen + 0.5))


class Index:
    """Texts as terms with their counts; ``b`` says how much a long text is discounted."""

    def __init__(self, texts: Sequence[Mapping[str, int]], *, b: float) -> None:
        lengths = [sum(text.values()) for text in texts]
        average = sum(lengths) / max(1, len(lengths)) or 1.0
        spread = Counter(term for text in texts for term in text)
        self._found_by: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, text in enumerate(texts):
            short = _K1 * (1 - b + b * lengths[place] / average)
            for term, times in text.items():
                worth = rarity(len(texts), spread[term]) * times * (_K1 + 1) / (times + short)
                self._found_by[term].append((place, worth))

    def scores(self, terms: Iterable[str]) -> defaultdict[int, float]:
        """How well each text fits that has one of the terms, by its place."""
        sums: defaultdict[int, float] = defaultdict(float)
        for term in terms:
            for place, worth in self._found_by.get(term, ()):
                sums[place] += worth
        return sums
