"""Whether the library's best entry may answer a text, or a person must: a weighted sum. Pure.

The classifier of `declining.py` sees the wording alone, the ranking what the library has. Each is
wrong where the other often is not: a text that is worded like one for a person may have an entry
that fits it clearly, and one that is worded like any question none. `make train` learns what each
sign is worth on labelled texts that neither had seen; how well it does is in docs/answers.md.
"""

from collections.abc import Sequence
from typing import NamedTuple

from chaperone.assistant.asking import Question


class Signs(NamedTuple):
    """What speaks for a person: how far it is `worded` so (hundredths above the classifier's
    threshold); the best place's score and its lead on the next; whether a question is `strange`
    (names no subject and has a word that the library never says), whether it `named` a subject;
    how many of its words are unknown; whether none of them carries a meaning."""

    worded: float
    score: float
    lead: float
    strange: float
    named: float
    unknown: float
    wordless: float


WEIGHTS = Signs(0.0085, -0.2777, -0.1473, -0.4516, -0.0751, 1.2631, 0.5963)
BIAS = 2.428
"""What `make train` learns and prints. The bias has the threshold taken away."""


def is_sure(signs: Signs) -> bool:
    """Whether the signs for a person are too few to hand the text over."""
    return BIAS + sum(sign * weight for sign, weight in zip(signs, WEIGHTS, strict=True)) <= 0


def signs_of(question: Question, *, worded: float, unknown: int, scores: Sequence[float]) -> Signs:
    """The signs of a question; ``scores`` are those of the places that were found, best first."""
    best = scores[0] if scores else 0.0
    next_best = next((score for score in scores if score < best), 0.0)
    return Signs(
        worded=worded,
        score=best,
        lead=best - next_best,
        strange=bool(unknown) and not question.named,
        named=question.named,
        unknown=unknown,
        wordless=not question.own,
    )
