"""Learns the weights of triage's classifier and writes them and docs/triage.md."""

import sys
from pathlib import Path

import numpy as np

from chaperone.assistant.triage.judging import by_rules
from training.fitting import OF_PART, Features, Model, features_of, fitted
from training.judging import validated
from training.report import page
from training.rows import TRIAGE, fingerprint, rows

_PAGE = Path(__file__).parent.parent / "docs" / "triage.md"


def main() -> int:
    """Prints what is written where."""
    known = rows()
    texts: list[Features] = [features_of(row.text) for row in known]
    levels = np.array([by_rules(row.text).level for row in known])
    tried = validated(known, texts, levels)
    lines = weights_of(fitted(known, texts), tried.thresholds)
    weights = TRIAGE / "weights.txt"
    weights.write_text("\n".join([f"# made by `make train` from {fingerprint()}", *lines, ""]))
    _PAGE.write_text(page(tried, features=len(lines) - 1))
    print(f"{weights}: {len(lines) - 1} features; {_PAGE}")
    return 0


def weights_of(model: Model, thresholds: np.ndarray) -> list[str]:
    """The lines of weights.txt: feature, then whole hundredths; what rounds to nothing is left out.

    The bias has the thresholds taken away, so that a score above nothing speaks for its level.
    """
    lines = [_line("^bias", (model.bias - thresholds) * 100)]
    for feature, place in model.places.items():
        counted = OF_PART if feature.startswith(".") else 1.0
        values = model.weights[:, place] * counted * 100
        if np.rint(values).any():
            lines.append(_line(feature, values))
    return lines


def _line(feature: str, values: np.ndarray) -> str:
    return "\t".join([feature, *(str(int(value)) for value in np.rint(values))])


if __name__ == "__main__":
    sys.exit(main())
