"""Cross-validation of the ranking, and the weights of its measures.

A wording counts as answered if the pool of its entry comes out. Each is ranked by headings of which
it is none; the figures of a fold are of weights that were learned on the others.
"""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from chaperone.assistant import library
from chaperone.assistant.asking import question_of
from chaperone.assistant.catalogue import Catalogue, catalogue_of
from chaperone.assistant.pools import pools_of
from chaperone.assistant.ranking import TERMS, Fit, Ranking, terms_of

_FOLDS = 5
_DRAWN = 700
"""Wordings of each fold that are ranked."""
_PENALTY = 1e-3
_PRODUCTS = 3.0
"""How much more a product costs than a measure, both by what they vary."""

Array = NDArray[np.float64]


class Case(NamedTuple):
    """A wording: the measures (and their products) of each pool that was tried, and which of them
    is right."""

    fits: Array
    right: NDArray[np.bool_]


class Figures(NamedTuple):
    """How many wordings find their entry first, and among three."""

    hit_1: float
    hit_3: float


class Fold(NamedTuple):
    """Ways to ask for entries, and the library without them."""

    wordings: Sequence[tuple[str, str]]
    others: Catalogue


def folds() -> Iterator[Fold]:
    """Five, drawn the same way each time."""
    wordings = [(id_, text) for id_, texts in library.asked().items() for text in texts]
    random.Random(0).shuffle(wordings)  # noqa: S311 - the same each time, no secret
    for number in range(_FOLDS):
        asked: dict[str, list[str]] = {}
        for place, (id_, text) in enumerate(wordings):
            if place % _FOLDS != number:
                asked.setdefault(id_, []).append(text)
        yield Fold(wordings[number::_FOLDS], catalogue_of(asked))


def cases(fold: Fold) -> list[Case]:
    """Some wordings of a fold, ranked by the headings of the others."""
    rows, ranking, _ = fold.others
    pool = {rows[place]["id"]: n for n, places in enumerate(pools_of(rows)) for place in places}
    return [_case(ranking, text, pool[id_]) for id_, text in fold.wordings[:_DRAWN]]


def _case(ranking: Ranking, text: str, pool: int) -> Case:
    found = list(ranking.fits(question_of(text)))
    return Case(
        np.array([terms_of(fit) for _, fit, _ in found]).reshape(-1, len(TERMS)),
        np.array([number == pool for number, _, _ in found], bool),
    )


def learned(known: Sequence[Case]) -> Array:
    """Weights that make the right pool the likeliest (softmax over the pools that were tried)."""
    useful = [case for case in known if case.right.any()]
    unit = np.vstack([case.fits for case in useful]).std(axis=0)
    unit[len(Fit._fields) :] *= _PRODUCTS
    scaled = [Case(case.fits / unit, case.right) for case in useful]
    best = minimize(_loss, np.zeros(len(unit)), args=(scaled,), jac=True, method="L-BFGS-B")
    return np.asarray(best.x / unit)


def _loss(weights: Array, known: Sequence[Case]) -> tuple[float, Array]:
    loss, slope = _PENALTY * float(weights @ weights), 2 * _PENALTY * weights
    for fits, right in known:
        scores = fits @ weights
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        sure = likely[right].sum()
        loss -= np.log(sure) / len(known)
        slope += (likely @ fits - likely[right] @ fits[right] / sure) / len(known)
    return loss, slope


def figures(known: Sequence[Case], weights: Array) -> Figures:
    """What these weights find."""
    first = third = 0
    for fits, right in known:
        order = np.argsort(-(fits @ weights), kind="stable")
        first += int(right[order[:1]].any())
        third += int(right[order[:3]].any())
    return Figures(first / len(known), third / len(known))


def lines_of(weights: Array) -> list[str]:
    """The lines of ranking.txt: what is summed up, and its weight."""
    return [f"{name}\t{weight:.4f}" for name, weight in zip(TERMS, weights, strict=True)]
