"""Finds what identifies a person in a text: 45 CFR 164.514(b)(2)(i)(A) to (R)."""

import re

from chaperone.deid.addresses import spans_of_addresses
from chaperone.deid.ages import spans_of_ages
from chaperone.deid.cities import spans_of_cities, spans_of_states
from chaperone.deid.dates import spans_of_dates
from chaperone.deid.days import DAY_WORDS, spans_of_days
from chaperone.deid.endings import ENDING_WORDS, spans_of_endings, spans_of_spelt
from chaperone.deid.handles import spans_of_handles
from chaperone.deid.houses import spans_of_houses
from chaperone.deid.known import Known, spans_of_known
from chaperone.deid.labelled import GATES, spans_of_gates, spans_of_labelled
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
# Days, gates and numbers in pieces are told by a word before them, or by what follows a digit.
_TOLD = GATES | DAY_WORDS | ENDING_WORDS
_IN_PIECES = re.compile(r"\d(?:[ /)-]{1,2}\d| then \d|st|nd|rd|th)")
_FEWEST_SPELT = 6  # a telephone number in words has seven
__all__ = ["Known", "Span", "find"]


def find(text: str, known: Known | None = None) -> list[Span]:
    """The identifiers of `text` (English or Spanish), in order and without overlap.

    `known` is what is known of the member who writes or is written to, sought in every spelling.
    Clinical content stays: doses, readings, times, medicines and diseases with people's names.
    """
    return merged(_spans(Reading(text), known))


def _spans(reading: Reading, known: Known | None) -> list[Span]:
    """What each finder finds. None is asked that could find nothing: the question costs less."""
    kinds, plain = reading.kinds, reading.plain
    found: list[Span] = []
    if "@" in plain or "." in plain or ":" in plain or " dot " in plain or " punto " in plain:
        found += spans_of_shapes(plain)
    digits = bool(_DIGIT.search(plain))
    if digits:
        found += _spans_with_digits(reading)
    elif len(reading.keys) > _FEWEST_SPELT:
        found += spans_of_spelt(plain)
    if digits or "." in plain or "_" in plain:
        found += spans_of_handles(reading)
    if kinds & MONTH:
        found += spans_of_dates(reading)
    if digits or kinds & (AGE_WORD | RELATIVE):
        found += spans_of_ages(reading)
    if kinds & (CITY | CITY_BEGINS | IN):
        found += spans_of_cities(reading)
    found += spans_of_states(reading)
    if digits or kinds & ROAD:
        found += spans_of_roads(reading, digits=digits)
    if kinds & (FACILITY | BUSINESS | WORK | SAINT):
        found += spans_of_workplaces(reading)
    if kinds & (BEGINS | HOSPITAL | IN):
        found += spans_of_storefronts(reading)
    found += Names(reading).spans()
    if known:
        found += spans_of_known(known, reading)
    return found


def _spans_with_digits(reading: Reading) -> list[Span]:
    found = [*spans_of_numbers(reading.plain)]
    if reading.kinds & LABEL:
        found += spans_of_labelled(reading)
    found += spans_of_addresses(reading)
    found += spans_of_houses(reading)
    found += spans_of_zips(reading)
    if not _TOLD.isdisjoint(reading.words) or _IN_PIECES.search(reading.plain):
        found += spans_of_gates(reading)
        found += spans_of_days(reading)
        found += spans_of_endings(reading)
    return found
