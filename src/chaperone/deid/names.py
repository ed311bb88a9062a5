"""Names of people, (A): by lists of names, by capitals, and by what stands around them."""

import re
from collections.abc import Iterator

from chaperone.deid.announced_names import AnnouncedNames
from chaperone.deid.lexicon import (
    CAPITAL,
    CITY,
    COMMON,
    CUE,
    EPONYM_NOUN,
    FIRST,
    FUNCTION,
    IN,
    KEEP,
    LAST,
    MONTH,
    NAME,
    PET,
    RELATIVE,
    SELDOM,
    STATE,
    TITLE,
    UPPER,
    medicine_endings,
    vocabulary,
)
from chaperone.deid.name_parts import READS
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_MAY_BEGIN = NAME | CAPITAL
_NEVER = FUNCTION | KEEP
_MAY_FOLLOW = NAME | CAPITAL | TITLE | PET
_ANNOUNCES = CUE | RELATIVE | TITLE
_SHORT = vocabulary()["short_names"]
_WRITER = vocabulary()["follows_writer"]
_VERBS = vocabulary()["person_verbs"]
_MODALS = vocabulary()["not_after_relatives"]
_PET = vocabulary()["pets"]
_PARTICLES = vocabulary()["particles"]
_THANKS = frozenset(
    ("thanks", "thx", "ty", "gracias", "love", "sincerely", "regards", "atte", "saludos")
)
_DASHES = frozenset(("-", "--", "~", "\u2014", "\u2013", ".-", "\n"))
_MODALS_AND_TALK = _MODALS | vocabulary()["not_signatures"]
# An initial with its point, and a reading at which a text begins: "bill y.", "ruby 128".
_INITIAL = re.compile(r" [a-z]\.(?: |$)")


def spans_of_names(reading: Reading) -> Iterator[Span]:
    """The names of a text."""
    return Names(reading).spans()


class Names(AnnouncedNames):
    """Looks for names among the words of one text; spans come in no order and may repeat."""

    def spans(self) -> Iterator[Span]:
        done = -1
        after = len(self._bits)
        for at in self._reading.places_of(_MAY_BEGIN | _ANNOUNCES):
            bits = self._bits[at]
            # An ordinary word without a first name's bit begins none, whatever its capitals say.
            may_begin = FIRST if bits & COMMON else _MAY_BEGIN
            if bits & may_begin and not bits & _NEVER and at > done and self._begins(at, bits):
                first, last = self._whole(at)
                if not self._stays(first, last):
                    yield self._span(first, last)
                done = last
            if bits & _ANNOUNCES and at + 1 < after:
                following = self._bits[at + 1]
                titled = bits & TITLE and self._keys[at + 1] in _PARTICLES
                if not following & COMMON or following & _MAY_FOLLOW or titled:
                    run = self._after(at, bits)
                    if run:
                        yield self._span(*run)
                        done = max(done, run[1])

    def _begins(self, at: int, bits: int) -> bool:
        if bits & STATE and at and self._bits[at - 1] & IN:
            return False
        if bits & UPPER:
            return self._begins_upper(at, bits)
        if bits & CAPITAL:
            return self._begins_capital(at, bits)
        if not bits & NAME:
            return False
        if bits & COMMON:
            if not bits & FIRST:
                return False
            return self._is_person(at, bits) or self._has_surname(at) or self._signs(at, bits)
        if self._reading.lengths[at] < 3:
            return False
        if bits & FIRST and (self._reading.lengths[at] > 3 or self._keys[at] in _SHORT):
            return True
        if bits & FIRST and self._is_greeted(at):
            return True
        return self._is_alone(at) or self._opens_with_names(at)

    def _opens_with_names(self, at: int) -> bool:
        """Whether a text begins with a surname, a name and a reading: "tran long 128"."""
        if at or len(self._keys) == 1 or not self._is_surname_first(0) or self._gaps[0] != " ":
            return False
        end = self._reading.ends[1]
        return bool(self._bits[1] & NAME) and bool(READS.match(self._plain, end))

    def _is_greeted(self, at: int) -> bool:
        """Whether a short name has the company of names: "nana bea", "bea again"."""
        if at and self._keys[at - 1] in _PET:
            return True
        return at + 1 < len(self._keys) and self._keys[at + 1] in _WRITER

    def _begins_upper(self, at: int, bits: int) -> bool:
        """Two names in a row: by itself, what is all in capitals is an acronym."""
        beside = self._bits[at + 1] if at + 1 < len(self._bits) else 0
        named = bits & FIRST and not bits & COMMON
        return bool(named and beside & UPPER and beside & NAME and self._joins(at))

    def _begins_capital(self, at: int, bits: int) -> bool:
        short = self._reading.lengths[at] < 3
        if not bits & COMMON:
            if bits & NAME:
                return not short or self._followed_by_capital(at)
            if bits & (STATE | EPONYM_NOUN) or short or self._keys[at].endswith(medicine_endings()):
                return False
            return not self._opens(at) or self._followed_by_name(at) or self._is_subject(at)
        if bits & FIRST:
            plain = not bits & (MONTH | SELDOM) or self._is_alone(at)
            if plain and not self._opens(at):
                return True
            return self._followed_by_name(at) or self._is_subject(at)
        return False

    def _is_subject(self, at: int) -> bool:
        """Whether an unknown word at the beginning of a sentence does what only people do."""
        following = self._keys[at + 1] if at + 1 < len(self._keys) else ""
        if following in _VERBS or not self._keys[at].isascii():
            return True
        start, end = self._reading.starts[at], self._reading.ends[at]
        if not self._reading.text[start:end].isascii():
            return True
        if following in _WRITER:
            return self._is_alone_before(at)
        return at > 0 and self._is_alone(at)

    def _has_surname(self, at: int) -> bool:
        """Whether an ordinary word stands before what is nothing but a surname: "frank freud"."""
        following = self._bits[at + 1] if at + 1 < len(self._bits) else COMMON
        surname = following & LAST and not following & (COMMON | KEEP | FIRST | CITY)
        return bool(surname) and self._gaps[at] == " " and self._keys[at] not in _MODALS

    def _is_person(self, at: int, bits: int) -> bool:
        """Whether an ordinary word that is also a first name is one here."""
        following = self._keys[at + 1] if at + 1 < len(self._keys) else ""
        if following in _WRITER and self._is_alone_before(at):
            return True
        own = self._keys[at].removesuffix("'s")
        if own != self._keys[at] and not bits & MONTH and own not in _MODALS:
            return True
        if following in ("is", "es") and at + 3 < len(self._keys):
            my = self._keys[at + 2] in ("my", "mi")
            return my and bool(self._bits[at + 3] & RELATIVE)
        if following in ("my", "mi") and at + 2 < len(self._keys):
            return bool(self._bits[at + 2] & RELATIVE)
        if following in ("at", "from") and at == 0 and self._keys[at] not in _MODALS_AND_TALK:
            return self._gaps[1] == " " and not bits & MONTH
        if bits & SELDOM:
            return False
        return (at > 0 or not following) and self._is_alone(at)

    def _signs(self, at: int, bits: int) -> bool:
        """Whether an ordinary word stands where people sign: "ruby 128", "thx, joy", "bill y."."""
        if self._keys[at] in _MODALS_AND_TALK and not self._is_dashed(at):
            return False
        end = self._reading.ends[at]
        if _INITIAL.match(self._plain, end) and self._is_alone_before(at):
            return True
        if at + 1 == len(self._keys) and self._is_dashed(at) and self._ends(at):
            return True
        return at == 0 and not bits & (SELDOM | MONTH) and bool(READS.match(self._plain, end))

    def _is_dashed(self, at: int) -> bool:
        if not at:
            return False
        gap = self._gaps[at - 1]
        return (gap.strip(" ") in _DASHES and gap.startswith((" ", ".", "\n", ","))) or (
            gap.strip() in (",", "") and self._keys[at - 1] in _THANKS
        )

    def _opens(self, at: int) -> bool:
        """Whether a sentence begins with this word, so that its capital says nothing."""
        if at == 0:
            return True
        gap = self._gaps[at - 1]
        return gap != " " and (any(mark in gap for mark in '.!?\n:"') or "- " in gap)

    def _followed_by_capital(self, at: int) -> bool:
        after = at + 1
        return (
            after < len(self._keys)
            and bool(self._bits[after] & CAPITAL)
            and self._gaps[at] in (" ", "-")
        )

    def _followed_by_name(self, at: int) -> bool:
        if not self._followed_by_capital(at):
            return False
        bits = self._bits[at + 1]
        if self._reading.lengths[at + 1] == 1 and self._keys[at + 1] != "i":
            return True
        return not bits & (COMMON | KEEP) or bool(bits & LAST and not bits & FUNCTION)
