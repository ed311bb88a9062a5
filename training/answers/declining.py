"""Weights for what must be declined: a logistic regression over the labelled texts."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from chaperone.assistant import library
from chaperone.assistant.declining import BIAS, UNKNOWN, reason_by_rules
from chaperone.assistant.triage.features import pairs, parts, words_of
from chaperone.assistant.triage.wording import normalise

LIBRARY = Path(library.__file__).parent
_OF_PART = 0.3
"""What a part of a word counts: there are many, and each says little."""
_TEXTS = 2
"""In how many texts a feature must stand to be learned."""
_PENALTY = 3.0
_FOLDS = 5
_MOST_WRONG = 0.04
"""Share of the answerable texts that may be declined; the threshold follows from it."""

Array = NDArray[np.float64]
Features = dict[str, float]


def rows() -> list[tuple[str, str]]:
    """Texts and why they are declined; every way to ask for an entry is not."""
    found = {row["text"]: row["because"] for row in library.declined()}
    for wordings in library.asked().values():
        found.update((text, "") for text in wordings if text not in found)
    return list(found.items())


def features_of(text: str) -> Features:
    """The features of a text and what each counts."""
    words = words_of(normalise(text))
    each = set(words[1:-1])
    in_parts = Counter(part for word in each for part in parts(word))
    return {
        **dict.fromkeys([*sorted(each), *pairs(words)], 1.0),
        **{part: _OF_PART * times for part, times in in_parts.items()},
    }


@dataclass(frozen=True)
class Model:
    """Features by their columns (the first is `UNKNOWN`), their weights, the bias."""

    places: dict[str, int]
    weights: Array
    bias: float

    def scores(self, texts: Sequence[Features]) -> Array:
        """The log-odds of each text."""
        return np.asarray(_matrix(texts, self.places) @ self.weights + self.bias)


def fitted(texts: Sequence[Features], declined: NDArray[np.bool_]) -> Model:
    """What these texts teach."""
    spread = Counter(feature for text in texts for feature in text)
    kept = sorted(feature for feature, seen in spread.items() if seen >= _TEXTS)
    places = {feature: place for place, feature in enumerate([UNKNOWN, *kept])}
    model = LogisticRegression(C=_PENALTY, solver="liblinear", random_state=0)
    model.fit(_matrix(texts, places), declined)
    return Model(places, model.coef_[0], float(model.intercept_[0]))


def _matrix(texts: Iterable[Features], places: dict[str, int]) -> csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for text in texts:
        known = {places[name]: value for name, value in text.items() if name in places}
        unknown = sum(_is_word(name) and name not in places for name in text)
        columns += [0, *known]
        values += [float(unknown), *known.values()]
        ends.append(len(columns))
    shape = len(ends) - 1, len(places)
    return csr_matrix((values, np.array(columns, "int32"), np.array(ends, "int32")), shape=shape)


def _is_word(feature: str) -> bool:
    return " " not in feature and feature[0] != "."


@dataclass(frozen=True)
class Validated:
    """Every text as judged by weights that never saw it."""

    because: NDArray[np.str_]
    rules: NDArray[np.str_]
    scores: Array

    @cached_property
    def threshold(self) -> float:
        """The lowest at which classifier and rules decline few enough answerable texts."""
        wrong = self.scores[(self.because == "") & (self.rules == "")]
        spare = _MOST_WRONG - (self.rules[self.because == ""] != "").mean()
        return float(np.quantile(wrong, 1 - spare))

    @property
    def declined(self) -> NDArray[np.bool_]:
        """Which texts are declined by classifier or rules."""
        return (self.rules != "") | (self.scores > self.threshold)


def validated(known: Sequence[tuple[str, str]], texts: Sequence[Features]) -> Validated:
    """Five folds, drawn the same way each time."""
    because = np.array([reason for _, reason in known])
    scores = np.zeros(len(known))
    for learned, judged in KFold(_FOLDS, shuffle=True, random_state=0).split(texts):
        model = fitted([texts[i] for i in learned], because[learned] != "")
        scores[judged] = model.scores([texts[i] for i in judged])
    rules = np.array([reason_by_rules(normalise(text)) for text, _ in known])
    return Validated(because, rules, scores)


def lines_of(model: Model, threshold: float) -> list[str]:
    """The lines of declining.txt: feature, then whole hundredths. Words stay if they weigh nothing,
    so that they are known; the threshold is taken from the bias."""
    lines = [f"# made by `make train` from {fingerprint()}"]
    lines.append(f"{BIAS}\t{round((model.bias - threshold) * 100)}")
    for feature, place in model.places.items():
        counted = _OF_PART if feature.startswith(".") else 1.0
        weight = round(model.weights[place] * counted * 100)
        if weight or _is_word(feature):
            lines.append(f"{feature}\t{weight}")
    return lines


def fingerprint() -> str:
    """A digest of the labelled texts that the weights follow from."""
    names = ("declined.jsonl", "asked.jsonl", "asked_more.jsonl")
    return hashlib.sha256(b"".join((LIBRARY / name).read_bytes() for name in names)).hexdigest()
