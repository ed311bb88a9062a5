"""What the product knows of the member who writes, sought in every spelling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chaperone.deid.lexicon import COMMON, SELDOM
from chaperone.deid.reading import Word, folded
from chaperone.deid.spans import Span


@dataclass(frozen=True)
class Known:
    """Values as they are stored: names ("Rosa", "Canales"), numbers, address parts, ISO dates."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def spans_of_known(known: Known, text: str, words: list[Word]) -> Iterator[Span]:
    """Where a folded text says one of these values."""
    yield from _names(known, words)
    for kind, values in (("PHONE", known.phones), ("ID", known.numbers)):
        for value in values:
            for match in re.finditer(_grouped(value), text) if len(value) > 3 else ():
                yield Span(*match.span(), kind)
    for kind, values in (("ADDRESS", known.addresses), ("EMAIL", known.emails)):
        for value in values:
            if len(value) > 2:
                yield from _literally(folded(value), text, kind)


def _names(known: Known, words: list[Word]) -> Iterator[Span]:
    parts = {
        part for name in known.names for part in re.split(r"[\s-]+", folded(name)) if len(part) > 1
    }
    for word in words:
        key = word.key.removesuffix("'s")
        plain = not word.bits & (COMMON | SELDOM) or word.capital
        if plain and (key in parts or (key.endswith("s") and key[:-1] in parts)):
            yield Span(word.start, word.start + len(key), "NAME")


def _literally(value: str, text: str, kind: str) -> Iterator[Span]:
    pattern = r"[\s,.]+".join(map(re.escape, value.split()))
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
        yield Span(*match.span(), kind)


def _grouped(value: str) -> str:
    """The characters of a number in any grouping; a country code may be missing."""
    signs = [c for c in folded(value) if c.isalnum()]
    if value.startswith("+1"):
        signs = signs[1:]
    return (
        r"(?<![a-z\d])(?:\+?1[-. ]?)?\(?"
        + r"[-. ()/]{0,2}".join(map(re.escape, signs))
        + r"(?![a-z\d])"
    )
