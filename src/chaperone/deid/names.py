"""Names of people, (A): by lists of names, by capitals, and by what stands around them."""

import re
from collections.abc import Iterator
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
    LAST,
    MONTH,
    NAME,
    RELATIVE,
    SELDOM,
    STATE,
    TITLE,
    UPPER,
    vocabulary,
)
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_SURE, _LIKELY = 2, 1
_MAY_BEGIN = NAME | CAPITAL
_MAY_FOLLOW = NAME | CAPITAL | TITLE
_ANNOUNCES = CUE | RELATIVE | TITLE
_CUES = {
    tuple(phrase.split()): strength
    for name, strength in (("likely", _LIKELY), ("sure", _SURE))
    for phrase in vocabulary()[name]
}
_WRITER = vocabulary()["follows_writer"]
_AFTER_CUE = re.compile(r"[ ]?[:=,-]?[ ]?[\"'(]?(?:is )?")
_ENDS_CLAUSE = re.compile(r"[ ]?(?:[,.;:!?\n)\"]|-+ |$)")
_ALONE_BEFORE = re.compile(r"(?:^|[,.;:!?\n(~-])[ ]?$")
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "del",
        "van",
        "der",
        "von",
        "den",
        "di",
        "da",
        "dos",
        "ten",
        "ter",
        "le",
        "al",
        "el",
        "bin",
        "ben",
        "y",
        "and",
    ]
)
_TAKES_VERB = frozenset(
    [
        "is",
        "was",
        "has",
        "had",
        "and",
        "s",
        "phone",
        "took",
        "said",
        "got",
        "es",
        "tiene",
        "esta",
        "dijo",
    ]
)
_VERBS = vocabulary()["person_verbs"]
_MODALS = vocabulary()["not_after_relatives"]
_PET = frozenset(["nana", "big", "lil", "granny", "abuelita", "mama", "papa", "tata"])
_KEPT = frozenset(tuple(phrase.split()) for phrase in vocabulary()["kept_phrases"])
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "md", "phd"])


class Names:
    """Looks for names among the words of one text; spans come in no order and may repeat."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._plain = reading.plain
        self._keys = reading.keys
        self._bits = reading.bits
        self._gap = reading.gaps.__getitem__

    def spans(self) -> Iterator[Span]:
        done = -1
        for at, bits in enumerate(self._bits):
            if bits & _MAY_BEGIN and at > done and self._begins(at, bits):
                first, last = self._whole(at)
                if not self._stays(first, last):
                    yield self._span(first, last)
                done = last
            if bits & _ANNOUNCES and self._may_be_announced(at + 1):
                run = self._after(at, bits)
                if run:
                    yield self._span(*run)
                    done = max(done, run[1])

    def _may_be_announced(self, at: int) -> bool:
        """A quick look, since many small words may come before a name."""
        if at >= len(self._bits):
            return False
        bits = self._bits[at]
        return not bits & COMMON or bool(bits & _MAY_FOLLOW) or self._keys[at] in _PET

    def _span(self, first: int, last: int) -> Span:
        end = self._reading.ends[last]
        if self._keys[last].endswith("'s"):
            end -= 2
        elif self._reading.length(last) == 1 and self._plain[end : end + 1] == ".":
            end += 1
        return Span(self._reading.starts[first], end, "NAME")

    # ---- a word that is a name by itself -------------------------------------------------------

    def _begins(self, at: int, bits: int) -> bool:
        if bits & (FUNCTION | KEEP):
            return False
        if bits & UPPER:
            return bool(bits & NAME and not bits & COMMON) and self._reading.length(at) > 3
        if bits & CAPITAL:
            return self._begins_capital(at, bits)
        if not bits & NAME:
            return False
        if bits & COMMON:
            return bool(bits & FIRST) and self._is_person(at, bits)
        if self._reading.length(at) < 3:
            return False
        if bits & FIRST and (self._reading.length(at) > 3 or self._is_greeted(at)):
            return True
        return self._is_alone(at)

    def _is_greeted(self, at: int) -> bool:
        """Whether a short name has the company of names: "nana bea", "bea again"."""
        if at and self._keys[at - 1] in _PET:
            return True
        return at + 1 < len(self._keys) and self._keys[at + 1] in _WRITER

    def _begins_capital(self, at: int, bits: int) -> bool:
        short = self._reading.length(at) < 3
        if not bits & COMMON:
            if bits & NAME:
                return not short or self._followed_by_capital(at)
            if bits & (STATE | EPONYM_NOUN) or short:
                return False
            return not self._opens(at) or self._followed_by_name(at) or self._is_subject(at)
        if bits & FIRST:
            plain = not bits & (MONTH | SELDOM)
            return (plain and not self._opens(at)) or self._followed_by_name(at)
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

    def _is_person(self, at: int, bits: int) -> bool:
        """Whether an ordinary word that is also a first name is one here."""
        following = self._keys[at + 1] if at + 1 < len(self._keys) else ""
        if following in _WRITER and self._is_alone_before(at):
            return True
        if following in ("my", "mi") and at + 2 < len(self._keys):
            return bool(self._bits[at + 2] & RELATIVE)
        if bits & SELDOM:
            return False
        return (at > 0 or not following) and self._is_alone(at)

    def _opens(self, at: int) -> bool:
        """Whether a sentence begins with this word, so that its capital says nothing."""
        if at == 0:
            return True
        gap = self._gap(at - 1)
        return gap != " " and (any(mark in gap for mark in '.!?\n:"') or "- " in gap)

    def _followed_by_capital(self, at: int) -> bool:
        after = at + 1
        return (
            after < len(self._keys)
            and bool(self._bits[after] & CAPITAL)
            and self._gap(at) in (" ", "-")
        )

    def _followed_by_name(self, at: int) -> bool:
        if not self._followed_by_capital(at):
            return False
        bits = self._bits[at + 1]
        if self._reading.length(at + 1) == 1 and self._keys[at + 1] != "i":
            return True
        return not bits & (COMMON | KEEP) or bool(bits & LAST and not bits & FUNCTION)

    def _is_alone(self, at: int) -> bool:
        """Whether the word is a clause of its own: ", rippin,"."""
        after = _ENDS_CLAUSE.match(self._plain, self._reading.ends[at])
        return bool(after) and self._is_alone_before(at)

    def _is_alone_before(self, at: int) -> bool:
        start = self._reading.starts[at]
        return bool(_ALONE_BEFORE.search(self._plain, max(0, start - 2), start))

    # ---- its other parts -----------------------------------------------------------------------

    def _whole(self, at: int) -> tuple[int, int]:
        first = last = at
        while first > max(0, at - 3) and self._joins(first - 1) and self._is_part(first - 1, at):
            first -= 1
        limit = min(len(self._keys) - 1, at + 4)
        while last < limit and self._joins(last) and self._is_part(last + 1, at):
            last += 1
        while last > at and self._keys[last] in _PARTICLES:
            last -= 1
        if first and self._keys[first - 1] in _PET and self._joins(first - 1):
            first -= self._has_title(first - 1)
        return first, last

    def _joins(self, at: int) -> bool:
        return self._reading.joined(at) and self._gap(at) not in ("'", " & ")

    def _is_part(self, at: int, seed: int) -> bool:
        bits, capital = self._bits[at], self._bits[seed] & CAPITAL
        key = self._keys[at]
        if key in _SUFFIXES:
            return at > seed
        if self._reading.length(at) == 1 and at > seed:
            return self._is_initial(at, bits, capital)
        if key in _PARTICLES:
            followed = at + 1 < len(self._bits) and bool(self._bits[at + 1] & CAPITAL)
            return at > seed and followed and bool(capital)
        if bits & TITLE and at < seed:
            return bool(bits & CAPITAL)
        if bits & (FUNCTION | RELATIVE | TITLE):
            return False
        if capital:
            kept = bits & (KEEP | UPPER) and bits & COMMON and not bits & LAST
            return bool(bits & CAPITAL) and not kept
        if bits & COMMON:
            return at > seed and bool(bits & LAST) and self._ends(at)
        if bits & KEEP:
            return at > seed and bool(bits & LAST)
        return bool(bits & NAME) or at > seed

    def _is_initial(self, at: int, bits: int, capital: int) -> bool:
        end = self._reading.ends[at]
        following = self._bits[at + 1] if at + 1 < len(self._bits) else COMMON
        if capital and bits & CAPITAL:
            sure = self._keys[at] not in ("a", "i") or self._plain[end : end + 1] == "."
            return sure or bool(following & CAPITAL and not following & COMMON)
        return self._gap(at - 1) == " " and not following & COMMON and self._keys[at] not in "iyu"

    def _ends(self, at: int) -> bool:
        return bool(_ENDS_CLAUSE.match(self._plain, self._reading.ends[at]))

    def _stays(self, first: int, last: int) -> bool:
        """A disease, a test or a medicine that bears somebody's name."""
        if self._bits[last] & EPONYM_NOUN and not self._bits[last] & LAST:
            return True
        around = self._keys[max(0, first - 1) : last + 2]
        if any(pair in _KEPT for pair in pairwise(around)):
            return True
        for at in range(last + 1, min(last + 3, len(self._keys))):
            if self._gap(at - 1).strip(" '-"):
                return False
            if self._bits[at] & EPONYM_NOUN:
                return first == last or not self._bits[first] & FIRST
        return False

    # ---- after words that announce a name ------------------------------------------------------

    def _after(self, at: int, bits: int) -> tuple[int, int] | None:
        strength = self._strength(at, bits)
        if not strength:
            return None
        gap = self._gap(at)
        if not (gap == " " or _AFTER_CUE.fullmatch(gap) or (bits & TITLE and gap == ". ")):
            return None
        first = last = at + 1
        if self._bits[first] & TITLE and first + 1 < len(self._keys):
            first = last = first + 1
        if self._keys[first] in _PET and first + 1 < len(self._keys):
            last += 1
        if not self._is_announced(last, strength, relative=bool(bits & RELATIVE)):
            return None
        limit = min(len(self._keys) - 1, last + 3)
        while last < limit and self._joins(last) and self._goes_on(last + 1, first, strength):
            last += 1
        if self._stays(first, last):
            return None
        return first - self._has_title(first - 1), last

    def _has_title(self, at: int) -> bool:
        """Whether word `at` belongs to the name behind it: "Dr. Ruiz", "nana bea"."""
        if self._keys[at] in _PET:
            return at == 0 or bool(self._bits[at - 1] & CUE)
        return bool(self._bits[at] & TITLE and self._bits[at] & CAPITAL)

    def _strength(self, at: int, bits: int) -> int:
        strength = _LIKELY if bits & (RELATIVE | TITLE) else 0
        if bits & CUE:
            key = self._keys[at]
            before = self._keys[at - 1] if at else ""
            strength = max(strength, _CUES.get((key,), 0), _CUES.get((before, key), 0))
        return strength

    def _is_announced(self, at: int, strength: int, *, relative: bool) -> bool:
        bits = self._bits[at]
        kept = bits & KEEP and not bits & (NAME if strength == _SURE else FIRST)
        if kept or bits & (FUNCTION | RELATIVE | TITLE):
            return False
        if self._reading.length(at) < 2 or (bits & UPPER and (bits & COMMON or not bits & NAME)):
            return False
        if bits & CAPITAL and self._bits[at - 1] & TITLE:
            return True
        if strength == _SURE:
            named = bits & NAME or (bits & CAPITAL and not bits & FACILITY)
            return not bits & COMMON or bool(named)
        if not bits & COMMON:
            return bool(bits & (NAME | CAPITAL)) or (relative and not bits & (CITY | STATE))
        if not bits & FIRST:
            return False
        return self._is_ordinary_name(at, bits, relative=relative)

    def _is_ordinary_name(self, at: int, bits: int, *, relative: bool) -> bool:
        if relative and self._keys[at] not in _MODALS:
            return True
        following, after = ("", 0)
        if at + 1 < len(self._keys):
            following, after = self._keys[at + 1], self._bits[at + 1]
        if relative:
            return self._ends(at) or following in _TAKES_VERB
        if after & NAME and not after & COMMON and self._joins(at):
            return True
        return (self._ends(at) and not bits & SELDOM) or following in _WRITER

    def _goes_on(self, at: int, first: int, strength: int) -> bool:
        bits = self._bits[at]
        if self._reading.length(at) == 1:
            return self._is_initial(at, bits, self._bits[first] & CAPITAL)
        if bits & (FUNCTION | RELATIVE | TITLE) or (bits & KEEP and not bits & LAST):
            return False
        if bits & self._bits[first] & CAPITAL:
            return True
        if not bits & COMMON:
            return bool(bits & NAME) or strength == _SURE
        return bool(bits & LAST) and (self._ends(at) or (strength == _SURE and not bits & SELDOM))
