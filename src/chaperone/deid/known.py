"""What the product knows of the member who writes, sought in every spelling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from chaperone.deid.lexicon import CAPITAL, COMMON, LAST, NAME, STREET, nicknames
from chaperone.deid.reading import Reading, folded
from chaperone.deid.spans import Span

_PARTS = re.compile(r"[^\W_]+")
_ENDINGS = ("s", "y", "ie", "i", "ito", "ita", "cito", "cita", "itos")
_ALONE_AFTER = re.compile(r"[ ]?(?:[,.;:!?\n)]|$)")
_ALONE_BEFORE = re.compile(r"(?:^|[,.;:!?\n(~-])[ ]?$")
_SHORTEST_NUMBER = 5


@dataclass(frozen=True)
class Known:
    """Values as they are stored: names ("Rosa", "Canales"), numbers, address parts, ISO dates."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def spans_of_known(known: Known, reading: Reading) -> Iterator[Span]:
    """Where a text says one of these values."""
    yield from _names(_parts_of_names(known.names), reading)
    yield from _address_words(known.addresses, reading)
    for value in known.emails:
        yield from _literally(folded(value), reading.plain, "EMAIL")
    if any(map(str.isdigit, reading.plain)):
        yield from _numbers(known, reading.plain)


# ---- names ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _parts_of_names(names: tuple[str, ...]) -> frozenset[str]:
    parts = {part for name in names for part in _PARTS.findall(folded(name)) if len(part) > 1}
    return frozenset(parts.union(*(nicknames().get(part, ()) for part in parts)))


def _names(parts: frozenset[str], reading: Reading) -> Iterator[Span]:
    keys = reading.keys
    hits = [at for at, key in enumerate(keys) if _is_spelling(key, parts, reading.bits[at])]
    for at in hits:
        ordinary = reading.bits[at] & COMMON and not reading.bits[at] & CAPITAL
        if not ordinary or at - 1 in hits or at + 1 in hits or _is_alone(reading, at):
            start = reading.starts[at]
            yield Span(start, start + len(keys[at].removesuffix("'s")), "NAME")


def _is_spelling(key: str, parts: frozenset[str], bits: int) -> bool:
    own = key.removesuffix("'s")
    if own in parts or any(own.endswith(end) and own[: -len(end)] in parts for end in _ENDINGS):
        return True
    return not bits & COMMON and any(_is_misspelt(own, part) for part in parts)


def _is_misspelt(word: str, name: str) -> bool:
    """Whether one slip (a letter more, fewer, other, or two exchanged) makes `word` of `name`."""
    if len(name) < 5 or abs(len(word) - len(name)) > 1 or word[0] != name[0]:
        return False
    at = 0
    while at < min(len(word), len(name)) and word[at] == name[at]:
        at += 1
    rest, of_name = word[at:], name[at:]
    exchanged = rest[:2] == of_name[1::-1] and rest[2:] == of_name[2:]
    return exchanged or rest[1:] == of_name[1:] or rest[1:] == of_name or rest == of_name[1:]


def _is_alone(reading: Reading, at: int) -> bool:
    start = reading.starts[at]
    before = _ALONE_BEFORE.search(reading.plain, max(0, start - 2), start)
    return at > 0 and bool(before and _ALONE_AFTER.match(reading.plain, reading.ends[at]))


# ---- addresses -----------------------------------------------------------------------------------


def _address_words(addresses: tuple[str, ...], reading: Reading) -> Iterator[Span]:
    """Two parts of an address in a row, or one of its words that is no ordinary one."""
    for address in addresses:
        parts = _PARTS.findall(folded(address))
        if not any(part in reading.plain for part in parts):
            continue
        found = [m.span() for m in _PARTS.finditer(reading.plain) if m[0] in parts]
        for (start, end), (next_start, next_end) in pairwise(found):
            if next_start - end < 3 and reading.plain[start:next_end].strip(" ,.#"):
                yield Span(start, next_end, "ADDRESS")
        for start, end in found:
            if _tells(reading, start, end):
                yield Span(start, end, "ADDRESS")


def _tells(reading: Reading, start: int, end: int) -> bool:
    """Whether one word or number of an address says where it is."""
    if reading.plain[start].isdigit():
        return end - start > 4
    at = reading.at(start)
    if at >= len(reading.keys) or reading.starts[at] != start or end - start < 4:
        return False
    bits = reading.bits[at]
    return not bits & (COMMON | STREET) or bool(bits & CAPITAL and not bits & (NAME - LAST))


# ---- numbers -------------------------------------------------------------------------------------


def _numbers(known: Known, plain: str) -> Iterator[Span]:
    """Numbers in any grouping: the letters and digits of the text are compared without the rest."""
    places = [at for at, sign in enumerate(plain) if sign.isalnum()]
    signs = "".join([plain[at] for at in places])
    for kind, needle in _needles(known):
        found = signs.find(needle)
        while found >= 0:
            start, end = places[found], places[found + len(needle) - 1] + 1
            if end - start <= 2 * len(needle) and not _goes_on(plain, start, end):
                yield Span(start, end, kind)
            found = signs.find(needle, found + 1)


def _goes_on(plain: str, start: int, end: int) -> bool:
    """Whether the found is a piece of a longer number or word."""
    before, after = plain[max(0, start - 1) : start], plain[end : end + 1]
    return before.isdigit() or after.isalnum()


@lru_cache(maxsize=1024)
def _needles(known: Known) -> tuple[tuple[str, str], ...]:
    needles = []
    for phone in known.phones:
        digits = "".join(filter(str.isdigit, phone))
        needles += [("PHONE", digits), ("PHONE", digits[-10:]), ("PHONE", digits[-7:])]
    for number in known.numbers:
        parts = _PARTS.findall(folded(number))
        needles += [("ID", "".join(parts)), ("ID", parts[-1] if parts else "")]
    for date in known.dates:
        needles += [("DATE", written) for written in _ways_to_write(date)]
    return tuple((kind, needle) for kind, needle in needles if len(needle) >= _SHORTEST_NUMBER)


def _ways_to_write(date: str) -> Iterator[str]:
    """An ISO date in digits alone: 19740829 as 08291974, 082974, 82974, 290874 and so on."""
    year, month, day = [*date.split("-"), "", ""][:3]
    for first, second in ((month, day), (day, month)):
        for years in (year, year[-2:]):
            yield first + second + years
            yield first.lstrip("0") + second.lstrip("0") + years
    yield year + month + day


def _literally(value: str, text: str, kind: str) -> Iterator[Span]:
    start = text.find(value) if len(value) >= _SHORTEST_NUMBER else -1
    while start >= 0:
        yield Span(start, start + len(value), kind)
        start = text.find(value, start + 1)
