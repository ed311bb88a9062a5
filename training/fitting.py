"""Weights for each feature: three logistic regressions over the labelled texts."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from chaperone.assistant.triage.features import ENDS, pairs, parts, seen, words_of
from chaperone.assistant.triage.judging import read
from training.rows import Row

_MEANT = (
    frozenset({"emergency"}),
    frozenset({"crisis"}),
    frozenset({"emergency", "crisis", "urgent"}),
)
OF_PART = 0.3
"""What a part of a word counts: there are many, and each says little."""
_TEMPLATES = 2
"""In how many templates a feature must stand to be learned."""
_PENALTY = 1.0

Features = dict[str, float]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """Bias and weights of `ASKED`, and the features they belong to."""

    places: dict[str, int]
    bias: NDArray[np.float64]
    weights: NDArray[np.float64]

    def scores(self, texts: Iterable[Features]) -> Scores:
        """A row for each text, a column for each of `ASKED`."""
        return np.asarray(_matrix(texts, self.places) @ self.weights.T + self.bias)


def features_of(text: str) -> Features:
    """The features of a text and what each counts."""
    normal, facts, scopes = read(text)
    words = words_of(normal)
    each = set(words).difference(ENDS)
    found: Features = dict.fromkeys([*each, *seen(facts, scopes)], 1.0)
    for part, times in Counter(part for word in each for part in parts(word)).items():
        found[part] = OF_PART * times
    for pair, times in Counter(pairs(words)).items():
        found[pair] = float(times)
    return found


def fitted(rows: Sequence[Row], texts: Sequence[Features]) -> Model:
    """What these rows teach. Each template counts as the square root of its number of texts."""
    places = _places(rows, texts)
    matrix = _matrix(texts, places)
    sizes = Counter(row.template for row in rows)
    counts = np.array([1 / math.sqrt(sizes[row.template]) for row in rows])
    counts *= len(rows) / counts.sum()
    models = [_one(matrix, [row.level in meant for row in rows], counts) for meant in _MEANT]
    bias = np.array([model.intercept_[0] for model in models])
    return Model(places, bias, np.vstack([model.coef_[0] for model in models]))


def _one(matrix: csr_matrix, right: list[bool], counts: Scores) -> LogisticRegression:
    model = LogisticRegression(C=_PENALTY, solver="liblinear", random_state=0)
    return model.fit(matrix, right, sample_weight=counts)


def _places(rows: Sequence[Row], texts: Sequence[Features]) -> dict[str, int]:
    standing: dict[str, set[str]] = defaultdict(set)
    for row, text in zip(rows, texts, strict=True):
        for feature in text:
            standing[feature].add(row.template)
    kept = sorted(name for name, templates in standing.items() if len(templates) >= _TEMPLATES)
    return {feature: place for place, feature in enumerate(kept)}


def _matrix(texts: Iterable[Features], places: dict[str, int]) -> csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for text in texts:
        known = [(places[feature], value) for feature, value in text.items() if feature in places]
        columns += [place for place, _ in known]
        values += [value for _, value in known]
        ends.append(len(columns))
    shape = len(ends) - 1, len(places)
    return csr_matrix((values, np.array(columns, "int32"), np.array(ends, "int32")), shape=shape)
