"""Finds what identifies a person in a text: 45 CFR 164.514(b)(2)(i)(A) to (R)."""

from collections.abc import Iterator

from chaperone.deid.dates import spans_of_ages, spans_of_dates
from chaperone.deid.known import Known, spans_of_known
from chaperone.deid.labelled import spans_of_labelled
from chaperone.deid.lexicon import AGE_WORD, LABEL, MONTH
from chaperone.deid.names import Names
from chaperone.deid.places import Places
from chaperone.deid.reading import folded, words_of
from chaperone.deid.shapes import spans_of_shapes
from chaperone.deid.spans import Span, merged

__all__ = ["Known", "Span", "find"]


def find(text: str, known: Known | None = None) -> list[Span]:
    """The identifiers of `text` (English or Spanish), in order and without overlap.

    `known` is what is known of the member who writes or is written to, sought in every spelling.
    Clinical content stays: doses, readings, times, medicines and diseases with people's names.
    """
    return merged(_spans(text, known))


def _spans(text: str, known: Known | None) -> Iterator[Span]:
    plain = folded(text)
    words = words_of(text, plain)
    kinds = 0
    for word in words:
        kinds |= word.bits
    digits = any(map(str.isdigit, plain))
    if digits or "@" in plain or "." in plain:
        yield from spans_of_shapes(plain)
    if digits and kinds & LABEL:
        yield from spans_of_labelled(plain)
    if kinds & MONTH:
        yield from spans_of_dates(plain)
    if digits or kinds & AGE_WORD:
        yield from spans_of_ages(plain)
    yield from Places(text, plain, words).spans(digits=digits)
    yield from Names(plain, words).spans()
    if known:
        yield from spans_of_known(known, plain, words)
