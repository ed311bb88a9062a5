"""Learns when to decline, prints how well ranking and declining do, each on texts it never saw."""

import sys

import numpy as np

from chaperone.assistant.ranking import WEIGHTS, Fit
from training.answers import declining, ranking


def main() -> int:
    """Writes declining.txt; prints weights of the ranking for `assistant/ranking.py`."""
    _declining()
    _ranking()
    return 0


def _declining() -> None:
    known = declining.rows()
    texts = [declining.features_of(text) for text, _ in known]
    tried = declining.validated(known, texts)
    model = declining.fitted(texts, tried.because != "")
    lines = declining.lines_of(model, tried.threshold)
    path = declining.LIBRARY / "declining.txt"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    print(f"{path}: {len(lines) - 2} features, {len(known)} texts")
    for reason in sorted(set(tried.because)):
        those = tried.because == reason
        share = tried.declined[those].mean()
        print(f"declined: {reason or 'answerable'} {share:.3f} of {those.sum()}")
    print(f"declined rightly: {tried.declined[tried.because != ''].mean():.3f}")
    for reason in sorted(set(tried.rules) - {""}):
        those = tried.rules == reason
        right = (tried.because[those] != "").mean()
        print(f"rule {reason}: {right:.3f} of {those.sum()} need a person")


def _ranking() -> None:
    folds = ranking.cases()
    for number, fold in enumerate(folds):
        others = [case for other in folds if other is not fold for case in other]
        print(f"fold {number}: {ranking.figures(fold, ranking.learned(others))}")
    every = [case for fold in folds for case in fold]
    print(f"with the weights in use: {ranking.figures(every, np.array(WEIGHTS))}")
    print(f"learned: {Fit(*(round(float(value), 2) for value in ranking.learned(every)))}")


if __name__ == "__main__":
    sys.exit(main())
