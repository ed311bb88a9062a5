"""Finds what identifies a person in a text: 45 CFR 164.514(b)(2)(i)(A) to (R)."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from chaperone.deid.addresses import spans_of_addresses, spans_of_boxes
from chaperone.deid.ages import spans_of_ages
from chaperone.deid.cities import spans_of_cities, spans_of_states
from chaperone.deid.dates import spans_of_dates
from chaperone.deid.days import spans_of_birthdays, spans_of_days
from chaperone.deid.endings import spans_of_endings, spans_of_pieces, spans_of_spelt
from chaperone.deid.handles import spans_of_handles
from chaperone.deid.houses import spans_of_houses
from chaperone.deid.known import Known, spans_of_known
from chaperone.deid.labelled import spans_of_gates, spans_of_labelled
from chaperone.deid.lexicon import (
    AGE_WORD,
    AREA,
    AT_SIGN,
    BEFORE_DAY,
    BEGINS,
    BIRTH,
    BOX,
    BUSINESS,
    CAPITAL,
    CITY,
    CITY_BEGINS,
    COLON,
    CUE,
    DIGIT,
    FACILITY,
    GATE,
    HOSPITAL,
    IN,
    LABEL,
    LAST_DIGITS,
    LINE_UNDER,
    MONTH,
    NAME,
    NUMBER_ENDS,
    PIECES,
    POINT,
    RELATIVE,
    ROAD,
    SAINT,
    SPELT_DIGIT,
    SPELT_OUT,
    STATE_CODE,
    TITLE,
    WARD,
    WORK,
)
from chaperone.deid.names import spans_of_names
from chaperone.deid.reading import Reading
from chaperone.deid.roads import spans_of_compounds, spans_of_crossings, spans_of_roads
from chaperone.deid.shapes import (
    spans_of_ip6,
    spans_of_links,
    spans_of_mail,
    spans_of_numbers,
    spans_of_spelt_mail,
)
from chaperone.deid.spans import Span, merged
from chaperone.deid.storefronts import spans_of_storefronts, spans_of_wards
from chaperone.deid.workplaces import spans_of_workplaces
from chaperone.deid.zips import spans_of_zips

__all__ = ["FINDERS", "Known", "Span", "find"]


class Finder(NamedTuple):
    """What finds identifiers in a text, and what it `needs`: a text that has none of these words
    or signs is not given to it, since it would find nothing there. `beside` is needed as well.
    """

    spans: Callable[[Reading], Iterator[Span]]
    needs: int
    beside: int = -1


# Who finds what, by the letters of 45 CFR 164.514(b)(2)(i).
FINDERS = (
    # Names of people and of those who employ them, (A).
    Finder(spans_of_names, NAME | CAPITAL | CUE | RELATIVE | TITLE),
    Finder(spans_of_workplaces, FACILITY | BUSINESS | WORK | SAINT),
    Finder(spans_of_storefronts, BEGINS | HOSPITAL),
    Finder(spans_of_wards, WARD, IN),
    # Places, (B).
    Finder(spans_of_cities, CITY | CITY_BEGINS | IN),
    Finder(spans_of_states, STATE_CODE),
    Finder(spans_of_roads, ROAD),
    Finder(spans_of_compounds, DIGIT),
    Finder(spans_of_crossings, CAPITAL, DIGIT),
    Finder(spans_of_addresses, DIGIT),
    Finder(spans_of_boxes, BOX, DIGIT),
    Finder(spans_of_houses, DIGIT),
    Finder(spans_of_zips, DIGIT),
    # Dates and ages, (C).
    Finder(spans_of_dates, MONTH),
    Finder(spans_of_days, BEFORE_DAY | PIECES, DIGIT),
    Finder(spans_of_birthdays, BIRTH, DIGIT),
    Finder(spans_of_ages, DIGIT | AGE_WORD | RELATIVE),
    # Numbers of every kind, (D) to (M), and what opens a door, (R).
    Finder(spans_of_numbers, DIGIT),
    Finder(spans_of_labelled, LABEL, DIGIT),
    Finder(spans_of_endings, NUMBER_ENDS | LAST_DIGITS | AREA, DIGIT),
    Finder(spans_of_pieces, PIECES),
    Finder(spans_of_spelt, SPELT_DIGIT),
    Finder(spans_of_gates, GATE, DIGIT),
    # Addresses on the net and what people are called there, (F), (N), (O), (R).
    Finder(spans_of_mail, AT_SIGN),
    Finder(spans_of_spelt_mail, SPELT_OUT),
    Finder(spans_of_links, POINT),
    Finder(spans_of_ip6, COLON),
    Finder(spans_of_handles, DIGIT | POINT | LINE_UNDER),
)


def find(text: str, known: Known | None = None) -> list[Span]:
    """The identifiers of `text` (English or Spanish), in order and without overlap.

    `known` is what is known of the member who writes or is written to, sought in every spelling.
    Clinical content stays: doses, readings, times, medicines and diseases with people's names.
    """
    reading = Reading(text)
    kinds = reading.kinds
    found: list[Span] = []
    for spans, needs, beside in FINDERS:
        if kinds & needs and kinds & beside:
            found += spans(reading)
    if known:
        found += spans_of_known(known, reading)
    return merged(found)
