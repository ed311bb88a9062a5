"""Learns when to decline, prints how well ranking and declining do, each on texts it never saw."""

import sys
from collections.abc import Sequence

from training.answers import declining, ranking, sureness


def main() -> int:
    """Writes declining.txt and ranking.txt; prints the weights of the signs for
    `assistant/sureness.py`."""
    known = declining.rows()
    tried = _declining(known)
    folds = list(ranking.folds())
    _ranking([ranking.cases(fold) for fold in folds])
    _sureness(sureness.cases(known, tried, folds))
    return 0


def _declining(known: Sequence[tuple[str, str]]) -> declining.Validated:
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
    return tried


def _ranking(folds: Sequence[list[ranking.Case]]) -> None:
    for number, fold in enumerate(folds):
        others = [case for other in folds if other is not fold for case in other]
        print(f"fold {number}: {ranking.figures(fold, ranking.learned(others))}")
    weights = ranking.learned([case for fold in folds for case in fold])
    path = declining.LIBRARY / "ranking.txt"
    head = f"# made by `make train` from {declining.fingerprint()}"
    path.write_text("\n".join([head, *ranking.lines_of(weights), ""]), encoding="utf-8")
    print(f"{path}: {len(weights)} weights")


def _sureness(known: sureness.Cases) -> None:
    print(f"cross-validated: {sureness.validated(known)}")
    signs, bias = sureness.learned(known)
    print(f"learned: {signs}, bias {bias}")


if __name__ == "__main__":
    sys.exit(main())
