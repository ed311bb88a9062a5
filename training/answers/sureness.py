"""What each sign for a person is worth, learned on texts that neither classifier nor ranking saw.

Wordings are ranked by the library without them, and judged by weights of the classifier that were
learned without them (`declining.validated`); the same for the texts that must be declined.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from chaperone.assistant import library
from chaperone.assistant.asking import question_of
from chaperone.assistant.catalogue import Catalogue
from chaperone.assistant.sureness import Signs, signs_of
from training.answers.declining import Validated
from training.answers.ranking import Fold

_DRAWN = 600
"""Wordings of each fold that are looked at."""
_MOST_WRONG = 0.04
"""Share of the answerable wordings that may be declined; the threshold follows from it."""

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Cases(NamedTuple):
    """Signs of each text; whether a person must answer it, whether it is a way to ask for an
    entry, whether the rules decline it, and its fold."""

    signs: Array
    person: Bools
    asks: Bools
    ruled: Bools
    fold: NDArray[np.int64]


class Figures(NamedTuple):
    """How much is declined: of what a person must answer, and of what the library can."""

    rightly: float
    wrongly: float


def cases(known: Sequence[tuple[str, str]], tried: Validated, folds: Sequence[Fold]) -> Cases:
    """Some wordings and every text to decline, each by what never saw it."""
    place = {text: number for number, (text, _) in enumerate(known)}
    worded = (tried.scores - tried.threshold) * 100
    other = sorted(row["text"] for row in library.declined())
    signs, found = [], []
    for number, fold in enumerate(folds):
        asked = [text for _, text in fold.wordings[:_DRAWN]]
        for text in [*asked, *other[number :: len(folds)]]:
            signs.append(_signs(fold.others, text, float(worded[place[text]])))
            found.append((place[text], number))
    where, fold_of = np.array(found).T
    declined = {row["text"] for row in library.declined()}
    asks = np.array([known[number][0] not in declined for number in where])
    return Cases(
        np.array(signs, float),
        tried.because[where] != "",
        asks,
        tried.rules[where] != "",
        fold_of,
    )


def _signs(others: Catalogue, text: str, worded: float) -> Signs:
    question = question_of(text, mend=others.speller.mend)
    unknown = sum(not others.speller.knows(word) for word in question.own)
    scores = [place.score for place in others.ranking.best(question, limit=5)]
    return signs_of(question, worded=worded, unknown=unknown, scores=scores)


def validated(known: Cases) -> Figures:
    """Each fold judged by what the others teach."""
    doubts = np.zeros(len(known.fold))
    for number in set(known.fold):
        learned_from = known.fold != number
        model = _fitted(known.signs[learned_from], known.person[learned_from])
        doubts[~learned_from] = _doubts(model, known.signs[~learned_from])
    declined = known.ruled | (doubts > _threshold(known, doubts))
    return Figures(float(declined[known.person].mean()), float(declined[known.asks].mean()))


def learned(known: Cases) -> tuple[Signs, float]:
    """The weights, and the bias with the threshold taken away."""
    model = _fitted(known.signs, known.person)
    threshold = _threshold(known, _doubts(model, known.signs))
    weights = (round(float(weight), 4) for weight in model.coef_[0])
    return Signs(*weights), round(float(model.intercept_[0]) - threshold, 3)


def _fitted(signs: Array, person: Bools) -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=5000).fit(signs, person)


def _doubts(model: LogisticRegression, signs: Array) -> Array:
    return np.asarray(signs @ model.coef_[0] + model.intercept_[0])


def _threshold(known: Cases, doubts: Array) -> float:
    """The lowest at which few enough wordings are declined, with those that the rules decline."""
    spare = _MOST_WRONG - known.ruled[known.asks].mean()
    return float(np.quantile(doubts[known.asks & ~known.ruled], 1 - spare))
