"""Facilities where care is given, (B), and employers, (A), by the words that end their names."""

from collections.abc import Iterator

from chaperone.deid.cities import city_of_several
from chaperone.deid.lexicon import (
    BUSINESS,
    CAPITAL,
    CITY,
    COMMON,
    FACILITY,
    FUNCTION,
    GENERIC,
    IN,
    KEEP,
    NAME,
    SAINT,
    UPPER,
    WORK,
    vocabulary,
)
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_WORK = frozenset(tuple(phrase.split()) for phrase in vocabulary()["employment"])
_WARDS = frozenset(("er", "ed", "icu", "hosp", "urgent", "care"))
_OF = frozenset(("of", "de", "in", "at"))
_WORK_ENDS = vocabulary()["work_ends"]
_ARTICLES = frozenset(["the", "el", "la"])
# In small letters these end a facility's name only after a word that is no ordinary one.
_WEAK_ENDS = frozenset(
    [
        "general",
        "memorial",
        "center",
        "centre",
        "health",
        "medical",
        "institute",
        "school",
        "college",
        "university",
    ]
)


def spans_of_workplaces(reading: Reading) -> Iterator[Span]:
    """The facilities and employers that a text names."""
    for at in reading.places_of(FACILITY | SAINT | BUSINESS | WORK):
        bits = reading.bits[at]
        if bits & FACILITY:
            yield from _facility(reading, at)
        if bits & SAINT and at + 1 < len(reading.bits):
            yield from _saint(reading, at)
        if bits & BUSINESS:
            yield from _business(reading, at)
        if bits & WORK and at and (reading.keys[at - 1], reading.keys[at]) in _WORK:
            yield from _employer(reading, at + 1)


def _facility(reading: Reading, at: int) -> Iterator[Span]:
    bits = reading.bits
    if at + 1 < len(bits) and bits[at + 1] & FACILITY and reading.gaps[at] == " ":
        return
    first = at
    while first > max(0, at - 5) and reading.joined(first - 1):
        if bits[first - 1] & (FUNCTION | IN) and not bits[first - 1] & CAPITAL:
            break
        if bits[first] & CAPITAL and not bits[first - 1] & CAPITAL:
            break
        first -= 1
    if _names_facility(reading, first, at):
        last = _of_place(reading, at)
        yield Span(reading.starts[first], reading.ends[last], "PLACE")


def _names_facility(reading: Reading, first: int, at: int) -> bool:
    words = reading.bits[first:at]
    if reading.bits[at] & CAPITAL:
        return any(word & CAPITAL for word in words)
    opened = bool(first and reading.bits[first - 1] & (IN | FUNCTION))
    own = [word for word in words if not word & (GENERIC | FACILITY)]
    if opened and own and reading.keys[at] in ("general", "memorial"):
        return bool(reading.bits[first - 1] & IN)
    if not opened or reading.keys[at] in _WEAK_ENDS:
        city = opened and reading.bits[at - 1] & CITY and reading.lengths[at - 1] > 4
        own = [word for word in own if not word & COMMON or city]
    return bool(own)


def _of_place(reading: Reading, last: int) -> int:
    """Takes in "of Salem" and ", Dallas" after a facility."""
    bits, keys = reading.bits, reading.keys
    at = last + 1
    if at + 1 < len(keys) and keys[at] in _OF and reading.gaps[last] == reading.gaps[at] == " ":
        at += 1
    elif at >= len(keys) or reading.gaps[last] not in (", ", " ") or not bits[at] & CAPITAL:
        return last
    several = city_of_several(reading, at)
    if several is not None:
        return several
    proper = bits[at] & (CAPITAL | CITY) or not bits[at] & COMMON
    return at if proper and not bits[at] & (FUNCTION | UPPER) else last


def _saint(reading: Reading, at: int) -> Iterator[Span]:
    """ "at st vincents", "st annes er": hospitals go by their saints."""
    last = at + 1
    named = reading.bits[last] & NAME or not reading.bits[last] & COMMON
    ended = reading.keys[last].endswith("s")
    if not (named or ended) or reading.gaps[at] not in (" ", ". "):
        return
    while last + 1 < len(reading.keys) and last < at + 4 and reading.gaps[last] == " ":
        if not reading.bits[last + 1] & FACILITY and reading.keys[last + 1] not in _WARDS:
            break
        last += 1
    if last > at + 1 or (at and reading.bits[at - 1] & IN):
        yield Span(reading.starts[at], reading.ends[last], "PLACE")


def _business(reading: Reading, at: int) -> Iterator[Span]:
    bits = reading.bits
    first = at
    while first > max(0, at - 3) and reading.gaps[first - 1] == " ":
        if bits[first - 1] & (FUNCTION | GENERIC | KEEP) or bits[at] & ~bits[first - 1] & CAPITAL:
            break
        first -= 1
    if first == at:
        return
    named = any(not word & COMMON or word & NAME for word in bits[first:at])
    opened = first and bits[first - 1] & (IN | FUNCTION)
    if bits[at] & bits[first] & CAPITAL or (named and opened):
        yield Span(reading.starts[first], reading.ends[at], "EMPLOYER")


def _employer(reading: Reading, first: int) -> Iterator[Span]:
    keys, bits = reading.keys, reading.bits
    begins = first
    if first < len(keys) and keys[first] in _ARTICLES:
        first += 1
    last = first - 1
    while last + 1 < min(first + 3, len(keys)):
        if last >= first and not reading.joined(last):
            break
        if keys[last + 1] in _WORK_ENDS or bits[last + 1] & FUNCTION:
            break
        last += 1
    if last < first:
        return
    named = bits[first] & (CAPITAL | KEEP) or not bits[first] & (COMMON | GENERIC)
    if last > first or named:
        yield Span(reading.starts[begins], reading.ends[last], "EMPLOYER")
