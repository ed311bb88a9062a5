"""Ranks pools of entries that answer the same question, for a member's question, in memory. Pure.

Every pool has headings: the library's own questions, and the ways in which members ask for them.
Three indexes (words of the headings, of all headings of a subject, of the answers) and the side of
the topic that is asked about name `_TRIED` pools; the score of these is the sum of the measures of
`Fit` and of their products, two by two, each times its weight (docs/answers.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest, nsmallest
from importlib.resources import files
from itertools import combinations_with_replacement, pairwise
from math import log, sqrt
from operator import mul
from typing import NamedTuple

from chaperone.assistant import library
from chaperone.assistant.asking import Question
from chaperone.assistant.bm25 import Index
from chaperone.assistant.likeness import Headings, terms
from chaperone.assistant.sides import Asked, Sides

_TRIED = 60
_SOME_SUBJECTS, _SOME_ANSWERS = 12, 40
_ANSWERS, _SUBJECTS, _SIDES = 0.3, 0.5, 1.0
"""What answers, subjects and sides are worth against headings in choosing which pools to try."""
_ENOUGH = 3.0
"""Added to the best score of an index, so that one common word does not count as a full match."""
_UNLIKELY = 0.01
_MANY = 10.0
"""Brings the scores of an index near one."""
_ALSO = 3
"""How many of a pool's headings count together, so that one odd wording does not decide."""


@dataclass(frozen=True)
class Entry:
    """What the ranking knows of an entry: its headings, the words of its subject and (with their
    counts) of its answer, its kinds, and the sides of a topic that its headings ask about."""

    headings: Sequence[Question]
    whose: frozenset[str]
    answer: Mapping[str, int]
    kinds: frozenset[str]
    sides: Sides


class Fit(NamedTuple):
    """How well a pool fits a question: its best heading, its best three, its headings, subject and
    answers as a whole, its answers against the best answers, kinds, side, and how often asked."""

    best: float
    three: float
    headings: float
    subject: float
    answer: float
    answers: float
    kinds: float
    side: float
    wordings: float


@cache
def _weights() -> tuple[float, ...]:
    """What `make train` learns, in the order of `terms_of`."""
    text = (files(library.__name__) / "ranking.txt").read_text(encoding="utf-8")
    lines = dict(line.split("\t") for line in text.splitlines()[1:])
    return tuple(float(lines[name]) for name in TERMS)


TERMS = (*Fit._fields, *(f"{a} {b}" for a, b in combinations_with_replacement(Fit._fields, 2)))
"""The names of what is summed up."""


def terms_of(fit: Fit) -> tuple[float, ...]:
    """The measures, and the product of any two: a likely side says more of a pool whose heading is
    like the question than of one that has nothing else in common with it."""
    return (*fit, *(a * b for a, b in combinations_with_replacement(fit, 2)))


@dataclass(frozen=True)
class Place:
    """The entries of a pool by their places, the one with the likest heading first; the pool's
    score, and how like that heading is to the question (0 to 1)."""

    entries: tuple[int, ...]
    score: float
    likeness: float


class Ranking:
    """An index over entries, each of which stands in one of the pools."""

    def __init__(self, entries: Sequence[Entry], pools: Sequence[Sequence[int]]) -> None:
        self._pools = [_Pool(entries, places) for places in pools]
        self._headings = Headings([entry.headings for entry in entries])
        self._by_heading = Index([pool.said for pool in self._pools], b=0.6)
        said = _of_subjects(entries)
        self._subjects = {whose: place for place, whose in enumerate(said)}
        self._by_subject = Index(list(said.values()), b=0.75)
        self._pools_of_subject = [
            [number for number, pool in enumerate(self._pools) if whose in pool.whose]
            for whose in said
        ]
        self._pool_of_entry = {
            place: number for number, places in enumerate(pools) for place in places
        }
        self._by_answer = Index([entry.answer for entry in entries], b=0.75)
        self._asked = Asked(
            (heading.said, entry.sides) for entry in entries for heading in entry.headings
        )

    def best(self, question: Question, *, limit: int) -> list[Place]:
        """The pools that fit best, best first, at most ``limit``."""
        found = [Place(entries, _score(fit), fit.best) for _, fit, entries in self.fits(question)]
        return nsmallest(limit, found, key=lambda place: (-place.score, place.entries))

    def fits(self, question: Question) -> Iterator[tuple[int, Fit, tuple[int, ...]]]:
        """The most promising pools by number, how they fit, their entries with the best first."""
        found = _Found(
            self._by_heading.scores(_with_pairs(question)),
            self._by_subject.scores(terms(question)),
            self._by_answer.scores(question.words),
        )
        sides = self._asked.of(question.said)
        wanted = self._headings.weights(question)
        full = max(found.heading.values(), default=0.0) + _ENOUGH
        full_answer = max(found.answer.values(), default=0.0) + _ENOUGH
        for number, near in self._promising(found, sides):
            pool = self._pools[number]
            each = {i: self._headings.likeness(i, wanted) for i in pool.places}
            likest = nlargest(_ALSO, (value for values in each.values() for value in values))
            fit = Fit(
                best=likest[0] if likest else 0.0,
                three=sum(likest) / _ALSO,
                headings=near.heading / full,
                subject=near.subject / _MANY,
                answer=near.answer / full_answer,
                answers=near.answer / _MANY,
                kinds=_overlap(pool.kinds, question.kinds),
                side=log(1 + near.side / _UNLIKELY),
                wordings=pool.wordings,
            )
            best = sorted(pool.places, key=lambda i: (-max(each[i], default=0.0), i))
            yield number, fit, tuple(best)

    def _promising(self, found: "_Found", sides: Mapping[str, float]) -> list[tuple[int, "_Near"]]:
        near = {
            number: self._near(self._pools[number], number, found, sides)
            for number in self._some(found)
        }
        return nlargest(_TRIED, near.items(), key=lambda one: (_promise(one[1]), -one[0]))

    def _some(self, found: "_Found") -> set[int]:
        """The pools with the best headings, subjects and answers: to look at all takes too long."""
        subjects = nlargest(_SOME_SUBJECTS, found.subject, key=found.subject.__getitem__)
        answers = nlargest(_SOME_ANSWERS, found.answer, key=found.answer.__getitem__)
        return {
            *nlargest(_TRIED, found.heading, key=found.heading.__getitem__),
            *(number for subject in subjects for number in self._pools_of_subject[subject]),
            *(self._pool_of_entry[entry] for entry in answers),
        }

    def _near(
        self, pool: "_Pool", number: int, found: "_Found", sides: Mapping[str, float]
    ) -> "_Near":
        return _Near(
            found.heading.get(number, 0.0),
            max(found.subject.get(self._subjects[whose], 0.0) for whose in pool.whose),
            max(found.answer.get(place, 0.0) for place in pool.places),
            max(sum(sides.get(side, 0.0) for side in each) for each in pool.sides),
        )


class _Found(NamedTuple):
    heading: Mapping[int, float]
    subject: Mapping[int, float]
    answer: Mapping[int, float]


class _Near(NamedTuple):
    heading: float
    subject: float
    answer: float
    side: float


class _Pool:
    """What entries that answer one question have together."""

    def __init__(self, entries: Sequence[Entry], places: Sequence[int]) -> None:
        own = [entries[place] for place in places]
        self.places = tuple(places)
        self.said = Counter(
            term for entry in own for heading in entry.headings for term in _with_pairs(heading)
        )
        self.whose = {entry.whose for entry in own}
        self.kinds = frozenset[str]().union(*(entry.kinds for entry in own))
        self.sides = {entry.sides for entry in own}
        self.wordings = log(1 + sum(len(entry.headings) for entry in own))


def _of_subjects(entries: Sequence[Entry]) -> dict[frozenset[str], Counter[str]]:
    said: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for heading in entry.headings:
            said[entry.whose].update(term for term in terms(heading) if term[0] != "#")
    return said


def _with_pairs(question: Question) -> list[str]:
    return [*terms(question), *(f"{one} {other}" for one, other in pairwise(question.words))]


def _promise(near: _Near) -> float:
    return (
        near.heading
        + _SUBJECTS * near.subject
        + _ANSWERS * near.answer
        + _SIDES * log(1 + near.side / _UNLIKELY)
    )


def _score(fit: Fit) -> float:
    weighed: Iterator[float] = map(mul, terms_of(fit), _weights())
    return sum(weighed)


def _overlap(ones: frozenset[str], others: frozenset[str]) -> float:
    return len(ones & others) / sqrt(max(1, len(ones)) * max(1, len(others)))
