"""Cities, by a list and by what stands before them, (B). States and countries may stay."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import (
    CAPITAL,
    CITY,
    CITY_BEGINS,
    CITY_GOES_ON,
    COMMON,
    EPONYM_NOUN,
    FIRST,
    FUNCTION,
    GENERIC,
    IN,
    KEEP,
    NAME,
    STATE,
    UPPER,
    cities,
    medicine_endings,
    vocabulary,
)
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_LIVE_IN = re.compile(
    rf"(?<![a-z])(?:{'|'.join(map(re.escape, vocabulary()['live_in']))}) (?:the )?$"
)
_STATE_CODE = re.compile(r"[\s,]{1,2}[A-Z]{2}\b(?!-)")
_AT = frozenset(("at", "from", "in", "en", "to"))
# Before these "el paso" is no Spanish article and noun.
_ENGLISH = frozenset(("in", "to", "from", "near", "outside", "thru", "through", "around"))
_SHORTEST = 3
_STATES = vocabulary()["state_codes"]
_PARTICLES = vocabulary()["particles"]
_SEEN = vocabulary()["seen"]
_ARTICLES = frozenset(["the", "our", "el", "la", "los", "las"])


def spans_of_cities(reading: Reading) -> Iterator[Span]:
    """Cities, and whatever else has capitals and stands after "at", "in" or "from"."""
    words = reading.bits
    end = len(words)
    for at in reading.places_of(CITY | CITY_BEGINS | IN):
        bits = words[at]
        following = words[at + 1] if at + 1 < end else COMMON
        if bits & CITY or (bits & CITY_BEGINS and following & CITY_GOES_ON):
            last = _city(reading, at, bits)
            if last is not None:
                yield _with_state(reading, at, last)
        if bits & IN and (
            following & CAPITAL or not following & COMMON or _is_article(reading, at + 1)
        ):
            yield from _after_in(reading, at)


def spans_of_states(reading: Reading) -> Iterator[Span]:
    """Whatever stands before the letters of a state: "zebulon, nc", "opa locka fl"."""
    for at in range(1, len(reading.keys)):
        if reading.keys[at] not in _STATES or reading.gaps[at - 1] not in (", ", " ", ","):
            continue
        first = at
        while first > max(0, at - 3) and not reading.bits[first - 1] & (COMMON | KEEP | STATE):
            if first < at and reading.gaps[first - 1] != " ":
                break
            first -= 1
        if first < at and reading.lengths[at - 1] > _SHORTEST:
            yield Span(reading.starts[first], reading.ends[at], "PLACE")


def _is_article(reading: Reading, at: int) -> bool:
    return at < len(reading.keys) and reading.keys[at] in _ARTICLES


def city_of_several(reading: Reading, at: int) -> int | None:
    """The last word of the city of several words that begins with word `at`."""
    keys = reading.keys
    if not reading.bits[at] & CITY_BEGINS or at + 1 >= len(keys):
        return None
    if not reading.bits[at + 1] & CITY_GOES_ON:
        return None
    names = cities().get((keys[at], keys[at + 1].removesuffix("'s")))
    if names:
        for last in range(min(at + 3, len(keys) - 1), at, -1):
            name = reading.plain[reading.starts[at] : reading.ends[last]].removesuffix("'s")
            if name in names:
                return last
    return None


def _city(reading: Reading, at: int, bits: int) -> int | None:
    last = city_of_several(reading, at)
    if last is not None:
        words = reading.bits[at : last + 1]
        named = bits & CAPITAL or any(not word & COMMON for word in words)
        after_in = at and reading.bits[at - 1] & IN and not reading.bits[at] & FUNCTION
        after_in = after_in or (at and reading.keys[at - 1] in _ENGLISH)
        return last if named or after_in or _lives_in(reading, at) else None
    if not bits & CITY or bits & (KEEP | STATE | FUNCTION):
        return None
    after_in = at > 0 and bool(reading.bits[at - 1] & IN)
    if bits & UPPER and not after_in:
        return None
    if bits & COMMON:
        named = bits & CAPITAL and after_in
        return at if named or (not bits & GENERIC and _lives_in(reading, at)) else None
    unmistaken = not bits & NAME and reading.lengths[at] > 4
    return at if bits & CAPITAL or after_in or unmistaken else None


def _lives_in(reading: Reading, at: int) -> bool:
    start = reading.starts[at]
    return bool(_LIVE_IN.search(reading.plain, max(0, start - 20), start))


def _is_unknown_city(reading: Reading, at: int) -> bool:
    if reading.bits[at] & (COMMON | KEEP | STATE) or reading.lengths[at] < 5:
        return False
    return reading.keys[at - 1] != "from" and _lives_in(reading, at)


def _with_state(reading: Reading, first: int, last: int) -> Span:
    end = reading.ends[last]
    state = _STATE_CODE.match(reading.text, end)
    return Span(reading.starts[first], state.end() if state else end, "PLACE")


def _is_in_name(reading: Reading, first: int, at: int) -> bool:
    """Whether word `at` can belong to a place: "Mansilla de la Sierra"."""
    return bool(reading.bits[at] & CAPITAL) or (at > first and reading.keys[at] in _PARTICLES)


def _is_shouted_place(reading: Reading, at: int, first: int, last: int) -> bool:
    """Capitals after "at" or "from": UCSF and SMITH'S GREEN, but not ICU or COPD."""
    if reading.keys[at] not in _AT:
        return False
    return not reading.bits[first] & COMMON or reading.ends[last] - reading.starts[first] > 6


def _after_in(reading: Reading, at: int) -> Iterator[Span]:
    first = at + 1
    while first < len(reading.keys) and reading.keys[first] in _ARTICLES:
        first += 1
    last = first - 1
    while last + 1 < len(reading.keys) and _is_in_name(reading, first, last + 1):
        if last >= first and not reading.joined(last):
            break
        last += 1
    while last >= first and not reading.bits[last] & CAPITAL:
        last -= 1
    if last < first:
        if _is_unknown_city(reading, at + 1):
            yield _with_state(reading, at + 1, at + 1)
        return
    if reading.gaps[first - 1].strip() or reading.ends[last] - reading.starts[first] < 2:
        return
    words = reading.bits[first : last + 1]
    if all(word & (STATE | FUNCTION) for word in words):
        return
    if words[-1] & EPONYM_NOUN or (len(words) == 1 and words[0] & (KEEP | FUNCTION)):
        return
    if words[0] & UPPER and not _is_shouted_place(reading, at, first, last):
        return
    if len(words) == 1 and reading.keys[first].endswith(medicine_endings()):
        return
    if len(words) == 1 and words[0] & FIRST and not words[0] & CITY:
        return
    seen = reading.keys[at] == "at" and at and reading.keys[at - 1] in _SEEN
    if len(words) > 1 or not words[0] & COMMON or words[0] & CITY or seen:
        yield _with_state(reading, first, last)
