"""Cross-validation by template, and the thresholds that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from chaperone.assistant.triage.judging import LEVELS
from training.fitting import Features, Scores, fitted
from training.rows import QUESTION, Row

_FOLDS = 5
_TOP = ("emergency", "crisis")
_PRECISION = {"emergency": 0.96, "crisis": 0.92}
"""A crisis that is missed costs more than a 988 text too many."""
_ROUTINE_KEPT = 0.93
_STEPS = np.arange(-1.0, 2.01, 0.1)

Levels = NDArray[np.str_]


@dataclass(frozen=True)
class Validated:
    """Every labelled text as judged by weights that never saw its template."""

    rows: Sequence[Row]
    by_rules: Levels
    scores: Scores

    @cached_property
    def right(self) -> Levels:
        """The labels."""
        return np.array([row.level for row in self.rows])

    @cached_property
    def _labelled(self) -> NDArray[np.bool_]:
        """Which texts were labelled one by one."""
        return np.array([row.category != QUESTION for row in self.rows])

    @cached_property
    def thresholds(self) -> Scores:
        """The lowest at which the classifier alone is precise enough, for each of `ASKED`.

        Not with the rules, whose own precision would hide what the classifier adds; nor over the
        library's questions, which are calm throughout and would hide false alarms elsewhere.
        """
        chosen = np.array([self._lowest_precise(0), self._lowest_precise(1), 0.0])
        return np.array([*chosen[:2], self._lowest_calm()])

    def levels(self, thresholds: Scores | None = None, *, rules: bool = True) -> Levels:
        """The level of each text: the rules', raised where a score is above its threshold."""
        given = self.by_rules if rules else np.full(len(self.rows), "routine")
        return raised(given, self.scores - (self.thresholds if thresholds is None else thresholds))

    def _lowest_precise(self, column: int) -> float:
        level = _TOP[column]
        for step in _STEPS:
            found = (self.scores[:, column] > step) & self._labelled
            if (self.right[found] == level).mean() >= _PRECISION[level]:
                return float(step)
        return float(_STEPS[-1])

    def _lowest_calm(self) -> float:
        routine = self.scores[(self.right == "routine") & self._labelled, 2]
        return float(
            next((s for s in _STEPS if (routine <= s).mean() >= _ROUTINE_KEPT), _STEPS[-1])
        )


def validated(rows: Sequence[Row], texts: Sequence[Features], by_rules: Levels) -> Validated:
    """Folds by template: rewordings of one idea are never learned from and judged at once."""
    scores = np.zeros((len(rows), 3))
    templates = [row.template for row in rows]
    for learned, judged in GroupKFold(_FOLDS).split(texts, groups=templates):
        model = fitted([rows[i] for i in learned], [texts[i] for i in learned])
        scores[judged] = model.scores(texts[i] for i in judged)
    return Validated(rows, by_rules, scores)


def raised(given: Levels, above: Scores) -> Levels:
    """As `classifier.raised`, for many texts at once."""
    emergency, crisis, urgent = above.T
    levels = np.where((given == "routine") & (urgent > 0), "urgent", given).astype("<U9")
    open_ = ~np.isin(given, _TOP)
    levels[open_ & (crisis > 0)] = "crisis"
    levels[open_ & (emergency > 0) & (emergency >= crisis)] = "emergency"
    return levels


def figures(right: Levels, judged: Levels) -> dict[str, tuple[float, float, int]]:
    """Recall, precision and number of texts of each level."""
    found = {}
    for level in LEVELS:
        hit = ((right == level) & (judged == level)).sum()
        n, said = (right == level).sum(), (judged == level).sum()
        found[level] = float(hit / max(n, 1)), float(hit / max(said, 1)), int(n)
    return found
