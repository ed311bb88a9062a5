"""Street addresses with what follows them: unit, city, state, ZIP, country, (B)."""

import re
from collections.abc import Iterator

from chaperone.deid.cities import city_of_several
from chaperone.deid.lexicon import (
    BOX,
    CAPITAL,
    CITY,
    COMMON,
    FUNCTION,
    LAST,
    MONTH,
    ROAD,
    STATE,
    STREET,
    UPPER,
    vocabulary,
)
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_SURE_STREETS = vocabulary()["sure_streets"]
_BEFORE = vocabulary()["streets_before"]
_UNIT_WORDS = vocabulary()["units"]
_UNITS = "|".join(sorted(vocabulary()["units"], key=len, reverse=True))
_UNIT = re.compile(
    rf"[\s,.?]*(?:(?:{_UNITS})\b\.?\s*#?\s*[a-z]?-?\d*[a-z]?\b|#\s*[a-z]?\d+[a-z]?\b)"
)
# Begins with one digit, not with a count of them: so the search skips to the next digit.
_HOUSE = re.compile(r"\d\d{0,5}[a-z]?(?:[ -]\d{1,5})?(?=[ ]+[^\W\d])")
_BOX = re.compile(r"(?:p\.? ?o\.? ?)?[a-z]+[ ,#.]+(?:box )?[\w-]*(?:[ ,]{1,2}box \d+)?")
_BEFORE_BOX = re.compile(r"(?:unit|psc|cmr) \d+,? $")
_MILITARY = re.compile(r"\W*(?:apo|fpo|dpo)\W+(?:aa|ae|ap)\W+\d{5}")
_ZIP = re.compile(r"[\s,?]*\d{4,6}(?:-\d{3,4})?(?![\d/])")
_STATE_CODE = re.compile(r"[\s,]{1,3}[A-Z]{2}\b(?!-)|\s*,\s*(?:[a-z]{2}|\d\d)(?=\s*\n)")
_BREAK = re.compile(r"[\s,.?]*")
_NUMBER_AFTER = re.compile(r"\.? (?:no\.? |#)?\d{1,5}[a-z]?(?![\w/%])")
_STREET_ENDS = re.compile(r"\.? \d{1,5}[a-z]?(?![\w/%])|\s*\n|, | (?:str?|street|flats)\b")
_HOUSE_GAPS = frozenset((" ", "-", ". ", ".", "'"))
_INSIDE = vocabulary()["inside_streets"]
_ADDRESS_BEFORE = re.compile(
    r"(?:address(?:es)?(?: is)?|direccion(?: es)?|located(?: at)?|viv[oe] en|lives? (?:on|at)|"
    r"(?:arrived|office is|meet (?:me|you)|is|return|corner|delivered) at|return to|here|"
    r"following|(?:ship(?:ped)?|mail|send|send it|sent|moved?|changed) to|home is|now at|"
    r"refers to|it's in)\W{1,6}$"
)
_DOSED = re.compile(
    r" ?(?:units?|mg|mcg|ml|g|carbs?|x|times?|days?|hours?|hrs?|min|mins|minutes?|weeks?|months?|"
    r"years?|yrs?|lbs?|pounds?|steps|pills?|tablets?|de|am|pm|after|before|over|this|at|on|for|"
    r"and|in|to|y)\b"
)


def spans_of_addresses(reading: Reading) -> Iterator[Span]:
    """The addresses of a text that holds digits."""
    end = 0
    for match in _HOUSE.finditer(reading.plain, reading.digit):
        start = match.start()
        if start >= end and not reading.goes_before(start):
            end = _end_of(reading, match) or end
            if end > match.start():
                yield Span(_beginning(reading, match.start()), end, "ADDRESS")


def _beginning(reading: Reading, start: int) -> int:
    """Takes in a name before the number: "Fuglie 41 Popovic Dam"."""
    at = reading.at(start) - 1
    while at >= 0 and reading.plain[reading.ends[at] : start] == " ":
        if not reading.bits[at] & CAPITAL or reading.bits[at] & FUNCTION:
            break
        start = reading.starts[at]
        at -= 1
    return start


def spans_of_boxes(reading: Reading) -> Iterator[Span]:
    """Boxes of a post office and of the forces."""
    for at in reading.places_of(BOX):
        start = reading.starts[at]
        before = _BEFORE_BOX.search(reading.plain, max(0, start - 14), start)
        if before:
            start = before.start()
        elif reading.plain[max(0, start - 4) : start].strip() in ("po", "p.o.", "p.o", "o."):
            start = reading.plain.rindex("p", 0, start)
        match = _BOX.match(reading.plain, start)
        if match and (any(map(str.isdigit, match[0])) or reading.bits[at] & CAPITAL):
            military = _MILITARY.match(reading.plain, match.end())
            end = military.end() if military else tail_of_address(reading, match.end())
            yield Span(start, end, "ADDRESS")


def _end_of(reading: Reading, house: re.Match[str]) -> int | None:
    first = reading.at(house.end())
    if first == len(reading.keys):  # "5 _" is followed by no word
        return None
    bits = reading.bits[first]
    if bits & FUNCTION and not bits & CAPITAL and reading.keys[first] not in _INSIDE:
        return None
    if bits & COMMON and not (bits & CAPITAL or reading.kinds & (STREET | ROAD)):
        return None
    if _DOSED.match(reading.plain, house.end()) or reading.bits[first] & MONTH:
        return None
    last = _street(reading, first)
    if last is None:
        last = _foreign_street(reading, first)
    return None if last is None else tail_of_address(reading, reading.ends[last])


def _street(reading: Reading, first: int) -> int | None:
    """The last word of the street that begins with word `first`: a name and a word for street."""
    last, named, proper = None, False, False
    for at in range(first, min(first + 6, len(reading.keys))):
        if at > first and reading.gaps[at - 1] not in _HOUSE_GAPS:
            break
        bits, key = reading.bits[at], reading.keys[at]
        if named and bits & STREET and not bits & FUNCTION:
            if proper or key in _SURE_STREETS or _is_expected(reading, first):
                last = at
        elif last is not None or (bits & FUNCTION and key not in _INSIDE):
            break
        named = True
        surname = bits & LAST and not bits & FUNCTION
        proper = proper or bool(bits & CAPITAL or surname) or not bits & COMMON or key in _BEFORE
    return last


def _is_expected(reading: Reading, first: int) -> bool:
    """Whether the text says that an address comes: "my address is", "vivo en"."""
    start = reading.starts[first]
    before = reading.plain[max(0, start - 40) : start].rstrip("0123456789 ,-") + " "
    return bool(_ADDRESS_BEFORE.search(before))


def _foreign_street(reading: Reading, first: int) -> int | None:
    """A street without a word for it: a name, then a number, a unit or a new line."""
    last = None
    for at in range(first, min(first + 5, len(reading.keys))):
        bits, key = reading.bits[at], reading.keys[at]
        if at > first and reading.gaps[at - 1] not in _HOUSE_GAPS:
            break
        if key in _UNIT_WORDS or (at == first and bits & UPPER):
            break
        if not (bits & CAPITAL or not bits & COMMON or key in _BEFORE or key in _INSIDE):
            break
        last = at
    if last is None:
        return None
    if reading.keys[first] in _BEFORE:
        return last
    end = reading.ends[last]
    if not (_STREET_ENDS.match(reading.plain, end) or _UNIT.match(reading.plain, end)):
        return None
    return last if reading.bits[first] & CAPITAL or _is_expected(reading, first) else None


def tail_of_address(reading: Reading, end: int) -> int:
    """Where an address ends that has come to `end`: units, city, state, ZIP, country."""
    number = _NUMBER_AFTER.match(reading.plain, end)
    if number:
        end = number.end()
    for _ in range(8):
        match = (
            _UNIT.match(reading.plain, end)
            or _ZIP.match(reading.plain, end)
            or _STATE_CODE.match(reading.text, end)
        )
        step = match.end() if match else _city_after(reading, end)
        if step is None:
            break
        end = step
    return end


def _city_after(reading: Reading, end: int) -> int | None:
    gap = _BREAK.match(reading.plain, end)
    start = gap.end() if gap else end
    at = reading.at(start)
    if at >= len(reading.keys) or reading.starts[at] != start:
        return None
    several = city_of_several(reading, at)
    if several is not None:
        return reading.ends[several]
    last = None
    for step in range(at, min(at + 5, len(reading.keys))):
        bits = reading.bits[step]
        if step > at and reading.gaps[step - 1] not in _HOUSE_GAPS:
            break
        if bits & FUNCTION:
            if reading.keys[step] not in _INSIDE or (last is None and not bits & CAPITAL):
                break
            last = step
            continue
        known = bits & (CITY | STATE) and (step == at or not bits & COMMON)
        if not (bits & CAPITAL or known or not bits & COMMON):
            break
        last = step
    while last is not None and reading.bits[last] & FUNCTION:
        last = last - 1 if last > at else None
    return None if last is None else reading.ends[last]
