"""A stretch of a text that identifies somebody, and what kind of identifier it is."""

from collections.abc import Iterable
from typing import NamedTuple

# What the regulation's letters are called here: 45 CFR 164.514(b)(2)(i)(A) to (R).
LETTERS = {
    "NAME": "A",
    "EMPLOYER": "A",
    "ADDRESS": "B",
    "PLACE": "B",
    "ZIP": "B",
    "DATE": "C",
    "AGE": "C",
    "PHONE": "D",
    "FAX": "E",
    "EMAIL": "F",
    "SSN": "G",
    "MRN": "H",
    "PLAN": "I",
    "ACCOUNT": "J",
    "LICENSE": "K",
    "VEHICLE": "L",
    "DEVICE": "M",
    "URL": "N",
    "IP": "O",
    "ID": "R",
}


_VAGUE = ("ID", "NAME", "PHONE")


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of the text; `type` is a key of `LETTERS`.

    Fingerprints and photographs, (P) and (Q), are no text.
    """

    start: int
    end: int
    type: str


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, without overlap: what overlaps becomes one, called as its longest part.

    Among equals a number, a name or a phone number may be something more exact.
    """
    found = sorted(spans)
    if len(found) < 2:
        return found
    whole: list[Span] = []
    longest = reached = 0
    for span in found:
        start, end, kind = span
        length = end - start
        if start < reached:
            last = whole[-1]
            better = length > longest or (length == longest and last.type in _VAGUE)
            if end > reached or (better and kind != last.type):
                reached = max(reached, end)
                whole[-1] = Span(last.start, reached, kind if better else last.type)
            longest = max(longest, length)
        else:
            whole.append(span)
            reached, longest = end, length
    return whole
