"""Finds what identifies a person in a text: 45 CFR 164.514(b)(2)(i)(A) to (R)."""

import re
from collections.abc import Iterator

from chaperone.deid.addresses import spans_of_addresses
from chaperone.deid.ages import spans_of_ages
from chaperone.deid.cities import spans_of_cities, spans_of_states
from chaperone.deid.dates import spans_of_dates
from chaperone.deid.days import spans_of_days
from chaperone.deid.endings import spans_of_endings, spans_of_spelt
from chaperone.deid.handles import spans_of_handles
from chaperone.deid.houses import spans_of_houses
from chaperone.deid.known import Known, spans_of_known
from chaperone.deid.labelled import spans_of_gates, spans_of_labelled
from chaperone.deid.lexicon import (
    AGE_WORD,
    BEGINS,
    BUSINESS,
    CITY,
    CITY_BEGINS,
    FACILITY,
    HOSPITAL,
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
from chaperone.deid.storefronts import spans_of_storefronts
from chaperone.deid.workplaces import spans_of_workplaces
from chaperone.deid.zips import spans_of_zips

_DIGIT = re.compile(r"\d")
_FEWEST_SPELT = 6  # a telephone number in words has seven
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
        yield from spans_of_houses(reading)
        yield from spans_of_zips(reading)
        yield from spans_of_gates(reading)
        yield from spans_of_days(reading)
        yield from spans_of_endings(reading)
    elif len(reading.keys) > _FEWEST_SPELT:
        yield from spans_of_spelt(plain)
    yield from spans_of_handles(plain)
    if kinds & MONTH:
        yield from spans_of_dates(reading)
    if digits or kinds & (AGE_WORD | RELATIVE):
        yield from spans_of_ages(reading)
    if kinds & (CITY | CITY_BEGINS | IN):
        yield from spans_of_cities(reading)
    yield from spans_of_states(reading)
    if digits or kinds & ROAD:
        yield from spans_of_roads(reading, digits=digits)
    if kinds & (FACILITY | BUSINESS | WORK | SAINT):
        yield from spans_of_workplaces(reading)
    if kinds & (BEGINS | HOSPITAL | IN):
        yield from spans_of_storefronts(reading)
    yield from Names(reading).spans()
    if known:
        yield from spans_of_known(known, reading)
