"""Ranks the library for a question, in memory. Pure.

Every entry has headings: the library's own question, and the ways in which members ask it
(`library/asked.jsonl`). A heading and a question are compared by what they share - words,
subjects, kinds of question - weighted by rarity (cosine of the two); the best heading counts.
Added to it: the words of the answer (BM25, k1 = 1.2, b = 0.75; Robertson & Zaragoza 2009), and
how far subject and kind are those of the whole entry. 1,564 entries take about two milliseconds,
less than a query of a database.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log, sqrt

from chaperone.assistant.asking import Question

# What a shared term is worth against another kind of term, and each part against the likeness of
# headings. Chosen by search over questions that were written for this (docs/answers.md).
_WORD, _SUBJECT, _KIND = 0.6, 1.2, 1.3
_ANSWER, _ABOUT, _ASKS, _DIABETES = 0.15, 0.19, 0.2, 0.066
_ENOUGH = 3.0
"""Added to the best BM25 of a question, so that one common word does not count as a full match."""
_K1, _B = 1.2, 0.75


@dataclass(frozen=True)
class Entry:
    """What the ranking knows of an entry: its headings, the words of its answer with their counts,
    its subjects and kinds, and whether it is about diabetes, as most questions are."""

    headings: Sequence[Question]
    answer: Mapping[str, int]
    subjects: frozenset[str]
    kinds: frozenset[str]
    is_about_diabetes: bool


@dataclass(frozen=True)
class Place:
    """Where an entry stands in the sequence that was ranked, its score, and how like its best
    heading is to the question (0 to 1)."""

    place: int
    score: float
    likeness: float


class Ranking:
    """An index over entries."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._headings = [
            (place, heading) for place, entry in enumerate(entries) for heading in entry.headings
        ]
        spread = Counter(term for _, heading in self._headings for term in _terms(heading))
        self._rarity = {
            term: _rarity(len(self._headings), seen) * _worth(term) for term, seen in spread.items()
        }
        # A word that no heading has is as rare as can be.
        self._unknown = _rarity(len(self._headings), 0) * _WORD
        self._found_by = self._index()
        self._answers = _answers(entries)

    def best(self, question: Question, *, limit: int) -> list[Place]:
        """The entries that fit best, best first, at most ``limit``."""
        likeness = self._likeness(question)
        words = _sums(self._answers, question.words)
        full = max(words.values(), default=0.0) + _ENOUGH
        scores = {
            place: likeness.get(place, 0.0)
            + _ANSWER * words.get(place, 0.0) / full
            + self._fit(place, question)
            for place in likeness.keys() | words.keys()
        }
        best = nsmallest(limit, scores, key=lambda place: (-scores[place], place))
        return [Place(place, scores[place], likeness.get(place, 0.0)) for place in best]

    def _likeness(self, question: Question) -> dict[int, float]:
        weights = {term: self._rarity.get(term, self._unknown) for term in _terms(question)}
        length = _length(weights.values())
        found: defaultdict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for number, there in self._found_by.get(term, ()):
                found[number] += weight * there
        best: dict[int, float] = {}
        for number, likeness in found.items():
            place = self._headings[number][0]
            best[place] = max(best.get(place, 0.0), likeness / length)
        return best

    def _fit(self, place: int, question: Question) -> float:
        entry = self._entries[place]
        return (
            _ABOUT * _overlap(entry.subjects, question.subjects)
            + _ASKS * _overlap(entry.kinds, question.kinds)
            + _DIABETES * entry.is_about_diabetes
        )

    def _index(self) -> dict[str, list[tuple[int, float]]]:
        index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, heading) in enumerate(self._headings):
            weights = {term: self._rarity[term] for term in _terms(heading)}
            length = _length(weights.values())
            for term, weight in weights.items():
                index[term].append((number, weight / length))
        return dict(index)


def _terms(question: Question) -> set[str]:
    return {
        *question.words,
        *(f"@{subject}" for subject in question.subjects),
        *(f"#{kind}" for kind in question.kinds),
    }


def _worth(term: str) -> float:
    return {"@": _SUBJECT, "#": _KIND}.get(term[0], _WORD)


def _rarity(size: int, seen: int) -> float:
    return log(1 + (size - seen + 0.5) / (seen + 0.5))


def _length(weights: Iterable[float]) -> float:
    return sqrt(sum(weight * weight for weight in weights)) or 1.0


def _overlap(ones: frozenset[str], others: frozenset[str]) -> float:
    return len(ones & others) / sqrt(max(1, len(ones)) * max(1, len(others)))


def _sums(index: Mapping[str, list[tuple[int, float]]], words: Iterable[str]) -> dict[int, float]:
    sums: defaultdict[int, float] = defaultdict(float)
    for word in words:
        for place, worth in index.get(word, ()):
            sums[place] += worth
    return sums


def _answers(entries: Sequence[Entry]) -> dict[str, list[tuple[int, float]]]:
    lengths = [sum(entry.answer.values()) for entry in entries]
    average = sum(lengths) / max(1, len(lengths))
    spread = Counter(word for entry in entries for word in entry.answer)
    index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, entry in enumerate(entries):
        short = _K1 * (1 - _B + _B * lengths[place] / average)
        for word, times in entry.answer.items():
            worth = _rarity(len(entries), spread[word]) * times * (_K1 + 1) / (times + short)
            index[word].append((place, worth))
    return dict(index)
