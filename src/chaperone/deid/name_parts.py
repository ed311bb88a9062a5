"""From where a name begins to where it ends, and what only looks like one, (A)."""

import re
from itertools import pairwise

from chaperone.deid.lexicon import (
    CAPITAL,
    CITY,
    COMMON,
    CUE,
    EPONYM_NOUN,
    FACILITY,
    FIRST,
    FUNCTION,
    KEEP,
    KNOWN,
    LAST,
    MONTH,
    NAME,
    RELATIVE,
    TITLE,
    UPPER,
    vocabulary,
)
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_ENDS_CLAUSE = re.compile(r"[ ]?(?:[,.;:!?\n)\"]|-+ |$)")
_ALONE_BEFORE = re.compile(r"(?:^|[,.;:!?\n(~-])[ ]?$")
_PARTICLES = vocabulary()["particles"]
_PET = vocabulary()["pets"]
_ACTS = vocabulary()["person_verbs"] | vocabulary()["person_follows"]
_NOT_SURNAMES = vocabulary()["not_surnames"]
_KEPT = frozenset(tuple(phrase.split()) for phrase in vocabulary()["kept_phrases"])
_CALLED = vocabulary()["called_relatives"]
_MINE = frozenset(
    ("my", "mi", "mis", "his", "her", "su", "your", "tu", "our", "the", "un", "una", "an")
)
_FOODS = vocabulary()["foods"]
_FOOD_BEGINS = vocabulary()["food_begins"]
# Letters that are words when people text: "w dinner", "n i", "r u".
_TALK = frozenset("aiyunrwoxekcvqd")
_ENDS_OR_READS = re.compile(r" ?(?:$|[,!?;\n-])| \d{2,3}\b(?!/)")
# A reading behind a name: "ruby 128".
READS = re.compile(
    r" \d{2,3}(?![\d%/]|[ ]?(?:mg|g|carbs?|cal|calories|units?|grams?|min|lbs?|oz|times)\b)"
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "md", "phd"))


class NameParts:
    """What belongs to a name that was found, among the words of one text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._plain = reading.plain
        self._keys = reading.keys
        self._bits = reading.bits
        self._gaps = reading.gaps

    def _whole(self, at: int) -> tuple[int, int]:
        first = last = at
        while first > max(0, at - 3) and self._joins(first - 1) and self._is_part(first - 1, at):
            first -= 1
        limit = min(len(self._keys) - 1, at + 4)
        while last < limit and self._joins(last) and self._is_part(last + 1, at):
            last += 1
        while last > at and self._keys[last] in _PARTICLES:
            last -= 1
        if first and self._keys[first - 1] in _PET | _CALLED and self._joins(first - 1):
            first -= self._has_title(first - 1)
        return first, last

    def _joins(self, at: int) -> bool:
        gap = self._gaps[at]
        return gap == " " or (self._reading.joined(at) and gap not in ("'", " & "))

    def _is_part(self, at: int, seed: int) -> bool:
        bits, capital = self._bits[at], self._bits[seed] & CAPITAL
        key = self._keys[at]
        if key in _SUFFIXES:
            return at > seed
        if self._reading.lengths[at] == 1 and at > seed:
            return self._is_initial(at, bits, capital)
        if key in _PARTICLES:
            return at > seed and self._leads_on(at, capital)
        if bits & TITLE and at < seed:
            return bool(bits & CAPITAL)
        if self._is_foreign(at):
            return True
        if bits & (FUNCTION | RELATIVE | TITLE):
            return False
        if capital:
            kept = bits & (KEEP | UPPER) and bits & COMMON and not bits & LAST
            return bool(bits & CAPITAL) and not kept
        if bits & COMMON:
            return at > seed and self._is_surname(at, bits)
        if bits & KEEP:
            return at > seed and bool(bits & LAST)
        return bool(bits & NAME) or at > seed or (not bits & KNOWN and at == 0)

    def _is_foreign(self, at: int) -> bool:
        """Whether the word has a capital and a letter with marks, as "My" of a Vietnamese name."""
        if self._reading.text.isascii() or not self._bits[at] & CAPITAL:
            return False
        word = self._reading.text[self._reading.starts[at] : self._reading.ends[at]]
        return not word.isascii()

    def _is_surname(self, at: int, bits: int) -> bool:
        """Whether an ordinary word behind a first name is the surname: "matt waters here"."""
        if (
            at == 1
            and self._is_surname_first(0)
            and READS.match(self._plain, self._reading.ends[1])
        ):
            return bool(bits & NAME)
        if not bits & NAME or self._keys[at] in _NOT_SURNAMES or self._reading.lengths[at] < 3:
            return False
        if not self._bits[at - 1] & FIRST and self._reading.lengths[at - 1] > 1:
            return False
        if self._ends(at) or not self._gaps[at].isspace():
            return bool(bits & LAST)
        following = self._bits[at + 1] if at + 1 < len(self._bits) else FUNCTION
        acts = at + 1 < len(self._keys) and self._keys[at + 1] in _ACTS
        surname = following & LAST and not following & COMMON
        return acts or bool(following & (FUNCTION | MONTH) or surname)

    def _is_surname_first(self, at: int) -> bool:
        """Whether word `at` is nothing but a surname: "tran long"."""
        bits = self._bits[at]
        return bool(bits & LAST) and not bits & (FIRST | COMMON | KEEP | CITY)

    def _leads_on(self, at: int, capital: int) -> bool:
        return self._leads_to_capital(at) if capital else self._leads_to_surname(at)

    def _leads_to_surname(self, at: int) -> bool:
        """Whether small letters go on to a surname: "pieter van der velde", "jose de leon"."""
        last = at
        while last < min(at + 3, len(self._keys) - 1) and self._keys[last] in _PARTICLES:
            if self._gaps[last] != " ":
                return False
            last += 1
        bits, key = self._bits[last], self._keys[last]
        if key in _PARTICLES or bits & (KEEP | FACILITY | RELATIVE | TITLE | MONTH):
            return False
        if bits & COMMON:
            return bool(bits & LAST) and not bits & FUNCTION and key not in _NOT_SURNAMES
        return bool(bits & NAME) or self._reading.lengths[last] > 4

    def _leads_to_capital(self, at: int) -> bool:
        """Whether "de", "van der" stands before the rest of a name."""
        following = [
            (self._keys[n], self._bits[n]) for n in range(at + 1, min(at + 3, len(self._keys)))
        ]
        return any(bits & CAPITAL for _, bits in following[:1]) or (
            len(following) == 2
            and following[0][0] in _PARTICLES
            and bool(following[1][1] & CAPITAL)
        )

    def _is_initial(self, at: int, bits: int, capital: int) -> bool:
        end = self._reading.ends[at]
        following = self._bits[at + 1] if at + 1 < len(self._bits) else COMMON
        if capital and bits & CAPITAL:
            sure = self._keys[at] not in ("a", "i") or self._plain[end : end + 1] == "."
            return sure or bool(following & CAPITAL and not following & COMMON)
        if self._gaps[at - 1] != " ":
            return False
        if not following & COMMON and self._keys[at] not in "iyu":
            return True
        if self._plain[end : end + 1] == "." and not self._plain[end + 1 : end + 2].isalnum():
            return True
        if self._keys[at] in _TALK:
            return False
        return bool(_ENDS_OR_READS.match(self._plain, end))

    def _ends(self, at: int) -> bool:
        return bool(_ENDS_CLAUSE.match(self._plain, self._reading.ends[at]))

    def _stays(self, first: int, last: int) -> bool:
        """A disease, a test or a medicine that bears somebody's name."""
        if self._bits[last] & EPONYM_NOUN and not self._bits[last] & LAST:
            return True
        if self._is_food(first, last):
            return True
        around = self._keys[max(0, first - 1) : last + 2]
        if not _KEPT.isdisjoint(pairwise(around)):
            return True
        if not self._reading.kinds & EPONYM_NOUN:
            return False
        for at in range(last + 1, min(last + 3, len(self._keys))):
            if self._gaps[at - 1].strip(" '-"):
                return False
            if self._bits[at] & EPONYM_NOUN:
                return first == last or not self._bits[first] & FIRST
        return False

    def _is_food(self, first: int, last: int) -> bool:
        """ "jasmine tea", "eggs benedict": what is eaten or drunk by somebody's name."""
        if first == last and first and self._keys[first - 1] in _FOOD_BEGINS:
            return self._gaps[first - 1] == " "
        if last > first and self._keys[last] in _FOODS:
            return True
        after = last + 1
        return after < len(self._keys) and self._keys[after] in _FOODS and self._gaps[last] == " "

    def _has_title(self, at: int) -> bool:
        """Whether word `at` belongs to the name behind it: "Dr. Ruiz", "nana bea"."""
        if self._keys[at] in _CALLED:
            return not at or self._keys[at - 1] not in _MINE
        if self._keys[at] in _PET:
            return at == 0 or bool(self._bits[at - 1] & CUE)
        return bool(self._bits[at] & TITLE and self._bits[at] & CAPITAL)

    def _is_alone(self, at: int) -> bool:
        """Whether the word is a clause of its own: ", rippin,"."""
        after = _ENDS_CLAUSE.match(self._plain, self._reading.ends[at])
        return bool(after) and self._is_alone_before(at)

    def _is_alone_before(self, at: int) -> bool:
        start = self._reading.starts[at]
        return bool(_ALONE_BEFORE.search(self._plain, max(0, start - 2), start))

    def _span(self, first: int, last: int) -> Span:
        end = self._reading.ends[last]
        if self._keys[last].endswith("'s"):
            end -= 2
        elif self._reading.lengths[last] == 1 and self._plain[end : end + 1] == ".":
            end += 1
        return Span(self._reading.starts[first], end, "NAME")
