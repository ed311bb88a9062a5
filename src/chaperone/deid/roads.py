"""Streets that no house number comes before: corners, "calle Juarez 12", "Hauptstrasse 5", (B)."""

import re
from collections.abc import Iterator

from chaperone.deid.addresses import tail_of_address
from chaperone.deid.lexicon import (
    CAPITAL,
    CITY,
    COMMON,
    FUNCTION,
    KEEP,
    NAME,
    ROAD,
    STATE,
    STREET,
    vocabulary,
)
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_CORNERS = frozenset(["corner", "intersection", "esquina"])
_INSIDE = vocabulary()["inside_streets"]
_NUMBERED = re.compile(r"\.? \d{1,5}[a-z]?\b\.?")
_GAP = re.compile(r"\.? (?:\d{1,5}\.? )?|-")
# Words for street that other languages write together with the name.
_ENDINGS = (
    "strasse strase straat gata gatan gate vagen vej weg utca katu tie vei veien gade laan ulica "
    "plads braut gasse platz kuja polku allee dreef plein gracht singel"
)
_SHORTEST = 5
_COMPOUND = tuple(_ENDINGS.split())
_HOUSE = re.compile(r" \d{1,4}[a-z]?(?![\w/%])(?! (?:units?|mg|ml|mcg))")
_CROSSING = re.compile(r" (?:and|y) ")
_ENDS = re.compile(r"(?: [a-z]{1,2})?\.? \d{1,4}\b\.?(?=$|[\n,.;!?]| (?:in|is|at|this|last|for)\b)")


def spans_of_roads(reading: Reading) -> Iterator[Span]:
    """Streets by the word that begins their name: "calle Juarez 12", "corner of"."""
    for at in reading.places_of(ROAD):
        yield from _road(reading, at)


def spans_of_crossings(reading: Reading) -> Iterator[Span]:
    """Two streets and what joins them."""
    if " and " in reading.plain or " y " in reading.plain:
        for match in _CROSSING.finditer(reading.plain):
            yield from _crossing(reading, match.end())


def spans_of_compounds(reading: Reading) -> Iterator[Span]:
    """Streets by the end of their name: "Hauptstrasse 5"."""
    plain = reading.plain
    for house in _HOUSE.finditer(plain, max(0, reading.digit - 1)):
        if plain.endswith(_COMPOUND, 0, house.start()):
            at = reading.at(house.start()) - 1
            if reading.lengths[at] > _SHORTEST:
                end = tail_of_address(reading, house.end())
                yield Span(reading.starts[at], end, "ADDRESS")


def _road(reading: Reading, at: int) -> Iterator[Span]:
    keys = reading.keys
    corner = keys[at] in _CORNERS
    last = at
    while last + 1 < min(at + 9 if corner else at + 5, len(keys)):
        bits = reading.bits[last + 1]
        gap = reading.gaps[last]
        if not _GAP.fullmatch(gap) or (not corner and gap not in (" ", "-", ". ")):
            break
        proper = bits & (CAPITAL | CITY | STATE | NAME) or not bits & COMMON
        proper = proper or (corner and bits & STREET)
        if not proper and keys[last + 1] not in _INSIDE:
            break
        last += 1
    while last > at and reading.bits[last] & FUNCTION:
        last -= 1
    numbered = _NUMBERED.match(reading.plain, reading.ends[last])
    named = last > at and (reading.bits[last] & CAPITAL or corner)
    if last == at or not (named or numbered):
        return
    first = at - 1 if corner and at and keys[at - 1] == "the" else at
    end = numbered.end() if numbered else reading.ends[last]
    yield Span(reading.starts[first], tail_of_address(reading, end), "ADDRESS")


def _crossing(reading: Reading, position: int) -> Iterator[Span]:
    """Two names, "and" between them, a number behind: "Ines and Rolfsens vei 187"."""
    right = reading.at(position)
    if right >= len(reading.keys) or right < 2 or reading.starts[right] != position:
        return
    first, last = right - 2, right
    if not all(_is_proper(reading, at) for at in (first, right)):
        return
    while first and reading.joined(first - 1) and _is_proper(reading, first - 1):
        first -= 1
    while last + 1 < min(right + 4, len(reading.keys)) and reading.joined(last):
        if not reading.bits[last + 1] & CAPITAL and reading.bits[last + 1] & COMMON:
            break
        last += 1
    ends = _ENDS.match(reading.plain, reading.ends[last])
    if ends:
        yield Span(reading.starts[first], ends.end(), "ADDRESS")


def _is_proper(reading: Reading, at: int) -> bool:
    return bool(reading.bits[at] & CAPITAL) and not reading.bits[at] & (KEEP | FUNCTION)
