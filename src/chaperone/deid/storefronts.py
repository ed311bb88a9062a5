"""Businesses and clinics by the word that begins their name, hospitals without the word."""

from collections.abc import Iterator

from chaperone.deid.lexicon import (
    BEGINS,
    CAPITAL,
    CITY,
    COMMON,
    FACILITY,
    FUNCTION,
    HOSPITAL,
    IN,
    KEEP,
    KNOWN,
    NAME,
    RELATIVE,
    SAINT,
    vocabulary,
)
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_ARTICLES = frozenset(("el", "la", "los", "las", "del", "de", "don", "dona"))
_SAINTS = frozenset(("san", "santa", "santo", "nuestra", "sagrado"))
_PARTS = vocabulary()["hospital_parts"]
_AFTER = vocabulary()["after_hospital"]
_VERBS = vocabulary()["person_verbs"] | vocabulary()["not_in_businesses"]
_CARE = vocabulary()["wards"]
_LONGEST = 5


def spans_of_storefronts(reading: Reading) -> Iterator[Span]:
    """What stands behind "panaderia", "clinica"; "mercy west", "at northside er"."""
    for at in reading.places_of(BEGINS | HOSPITAL):
        if reading.bits[at] & BEGINS:
            yield from _business(reading, at)
        if reading.bits[at] & HOSPITAL:
            yield from _hospital(reading, at)


def spans_of_wards(reading: Reading) -> Iterator[Span]:
    """ "at northside er": a word that is no ordinary one, "at" before it and a ward behind it."""
    for at in range(2, len(reading.keys)):
        hospital = reading.bits[at] & HOSPITAL
        if reading.keys[at] in _CARE and not hospital and reading.bits[at - 2] & IN:
            named = not reading.bits[at - 1] & (COMMON | FUNCTION) and reading.gaps[at - 1] == " "
            if named and reading.gaps[at - 2] == " ":
                yield Span(reading.starts[at - 1], reading.ends[at], "PLACE")


def _business(reading: Reading, at: int) -> Iterator[Span]:
    last, named, article, capital = at, False, False, 0
    while last + 1 < min(at + _LONGEST, len(reading.keys)) and reading.gaps[last] == " ":
        key, bits = reading.keys[last + 1], reading.bits[last + 1]
        if named and capital and not bits & CAPITAL and key not in _ARTICLES:
            break
        if key in _ARTICLES:
            article = True
        elif key in _SAINTS or key == "mi":
            named = True
        elif _ends_name(key, bits, article=article or named):
            break
        else:
            named, capital = True, bits & CAPITAL
        last += 1
    while last > at and reading.keys[last] in _ARTICLES | {"mi"}:
        last -= 1
    if last > at and named:
        yield Span(reading.starts[at], reading.ends[last], "EMPLOYER")


_OWNERS = frozenset(("hermanos", "hermanas", "hijos", "mama", "nana", "abuela"))


def _ends_name(key: str, bits: int, *, article: bool) -> bool:
    small = not bits & CAPITAL
    if bits & (FUNCTION | RELATIVE) and small and key not in _OWNERS:
        return True
    if key in _VERBS or (bits & IN and small):
        return True
    return not _may_name(bits, article=article or key in _OWNERS)


def _may_name(bits: int, *, article: bool) -> bool:
    proper = bits & (CAPITAL | CITY) or (bits & NAME and not bits & COMMON)
    return article or bool(proper) or not bits & (COMMON | KEEP)


def _hospital(reading: Reading, at: int) -> Iterator[Span]:
    """By a word of its own: with a part ("mercy west") or after "at", "in", "to"."""
    last = at
    while last + 1 < min(at + 4, len(reading.keys)) and reading.gaps[last] == " ":
        key, bits = reading.keys[last + 1], reading.bits[last + 1]
        part = key in _PARTS or bits & (FACILITY | SAINT)
        if not part and (last > at or (bits & KNOWN and not bits & (CITY | HOSPITAL | CAPITAL))):
            break
        if bits & FUNCTION:
            break
        last += 1
    first = at
    while first and reading.keys[first - 1] in ("good", "st", "saint", "the", "our"):
        first -= 1
    within = first > 0 and bool(reading.bits[first - 1] & IN)
    follows = reading.keys[last + 1] if last + 1 < len(reading.keys) else ""
    alone = within or follows in _AFTER
    if last > at or (alone and not reading.bits[at] & KEEP):
        first += reading.keys[first] == "the"
        yield Span(reading.starts[first], reading.ends[last], "PLACE")
