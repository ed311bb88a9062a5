"""Finds what identifies a person in a text: 45 CFR 164.514(b)(2)(i)(A) to (R)."""

import re
from collections.abc import Iterator

from chaperone.deid.addresses import spans_of_addresses
from chaperone.deid.cities import spans_of_cities
from chaperone.deid.dates import spans_of_ages, spans_of_dates
from chaperone.deid.known import Known, spans_of_known
from chaperone.deid.labelled import spans_of_labelled
from chaperone.deid.lexicon import (
    AGE_WORD,
    BUSINESS,
    CITY,
    CITY_BEGINS,
    FACILITY,
    IN,
    LABEL,
    MONTH,
    RELATIVE,
    ROAD,
    SAINT,
    WORK,
)
from chaperone.deid.names import Names
from chaperone.deid.reading import Reading
from chaperone.deid.roads import spans_of_roads
from chaperone.deid.shapes import spans_of_numbers, spans_of_shapes
from chaperone.deid.spans import Span, merged
from chaperone.deid.workplaces import spans_of_workplaces

_DIGIT = re.compile(r"\d")
__all__ = ["Known", "Span", "find"]


def find(text: str, known: Known | None = None) -> list[Span]:
    """The identifiers of `text` (English or Spanish), in order and without overlap.

    `known` is what is known of the member who writes or is written to, sought in every spelling.
    Clinical content stays: doses, readings, times, medicines and diseases with people's names.
    """
    return merged(_spans(Reading(text), known))


def _spans(reading: Reading, known: Known | None) -> Iterator[Span]:
    kinds, plain = reading.kinds, reading.plain
    if "@" in plain or "." in plain or ":" in plain or " dot " in plain or " punto " in plain:
        yield from spans_of_shapes(plain)
    digits = bool(_DIGIT.search(plain))
    if digits:
        yield from spans_of_numbers(plain)
        if kinds & LABEL:
            yield from spans_of_labelled(reading)
        yield from spans_of_addresses(reading)
    if kinds & MONTH:
        yield from spans_of_dates(reading)
    if kinds & (AGE_WORD | RELATIVE):
        yield from spans_of_ages(plain)
    if kinds & (CITY | CITY_BEGINS | IN):
        yield from spans_of_cities(reading)
    if digits or kinds & ROAD:
        yield from spans_of_roads(reading, digits=digits)
    if kinds & (FACILITY | BUSINESS | WORK | SAINT):
        yield from spans_of_workplaces(reading)
    yield from Names(reading).spans()
    if known:
        yield from spans_of_known(known, reading)
