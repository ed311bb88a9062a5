"""A text as it is looked at: folded letter by letter, and cut into words with their bits."""

import re
import unicodedata
from bisect import bisect_left
from functools import reduce
from itertools import accumulate
from operator import or_

from chaperone.deid.lexicon import (
    AT_SIGN,
    CAPITAL,
    COLON,
    COMMON,
    DIGIT,
    EPONYM_NOUN,
    FACILITY,
    FUNCTION,
    KEEP,
    LAST,
    LINE_UNDER,
    NAME,
    PIECES,
    POINT,
    TRIGGERS,
    UPPER,
    lexicon,
)

# Letters with the marks that a keyboard may put after them; an apostrophe or a hyphen inside.
_ASCII_WORD = re.compile(r"([a-z]+(?:['-][a-z]+)*)")
_WORD = re.compile(
    r"([^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*)"
)
_MARKS = re.compile(r"[\u0300-\u036f]")
_INSIDE = re.compile("['-]")
_CAPITALS = re.compile(r"(?<!['-])[A-Z]")
_SCOTTISH = ("mc", "mac", "de", "di", "la", "le", "van", "von", "fitz")
_IRISH = re.compile("[od]'(?!clock)")
_DIGIT = re.compile(r"\d")
_PIECES = re.compile(r"\d(?:[ /)-]{1,2}\d| then \d|st|nd|rd|th)")
_SIGNS = (("@", AT_SIGN), (".", POINT), (":", COLON), ("_", LINE_UNDER))
_WIDEST = 4
_JOINTS = frozenset((" ", "-", "'", " & "))
# Letters that do not come apart into a plain one and a mark; every kind of apostrophe.
_SPECIAL = dict(zip("ßøæœłđðþı", "soaoldtdi", strict=True)) | dict.fromkeys(
    "\u2019\u2018\u00b4`\u02bc", "'"
)


class Reading:
    """One text: `plain` is folded and as long as `text`. Word `i` is `keys[i]`, stands from
    `starts[i]` to `ends[i]` and is `lengths[i]` long; `gaps[i]` is between it and the next.
    `bits[i]` says what is known of it (`lexicon`), CAPITAL and UPPER. `kinds` is what all the words
    are and which signs there are: it tells which finders can find anything (`finding`). The first
    digit stands at `digit`; without any, that is the end of the text.
    """

    __slots__ = (
        "bits",
        "digit",
        "ends",
        "gaps",
        "keys",
        "kinds",
        "lengths",
        "plain",
        "starts",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        plain = text.lower() if text.isascii() else text.translate(_FOLDED)
        self.plain = plain
        # Words and what stands between them by turns; faster than asking each word its place.
        pieces = (_ASCII_WORD if plain.isascii() else _WORD).split(plain)
        lengths = [*map(len, pieces)]
        ends = [*accumulate(lengths)]
        self.lengths = lengths[1::2]
        self.gaps = pieces[2::2]
        self.starts = ends[:-1:2]
        self.ends = ends[1::2]
        self.keys = keys = pieces[1::2]
        if not plain.isascii() and _MARKS.search(plain):
            self.keys = keys = [_MARKS.sub("", key) for key in keys]
        look = lexicon().get
        self.bits = [look(key, 0) for key in keys]
        digit = _DIGIT.search(plain)
        self.digit = digit.start() if digit else len(plain)
        self.kinds = _signs_of(plain, self.digit)
        if "'" in plain or "-" in plain:
            self._look_at_compounds()
        # Where all is in capitals, they say nothing.
        if plain != text and not text.isupper():
            self._look_at_capitals()
        self.kinds = reduce(or_, self.bits, self.kinds)

    def _look_at_capitals(self) -> None:
        text, plain, bits, ends = self.text, self.plain, self.bits, self.ends
        starts = self.starts
        for at in [at for at, start in enumerate(starts) if text[start] != plain[start]]:
            start = starts[at]
            if text[start].isupper():
                bits[at] |= CAPITAL
                if text[start + 1 : ends[at]] != plain[start + 1 : ends[at]]:
                    bits[at] |= self._upper(at)

    def _look_at_compounds(self) -> None:
        look = lexicon().get
        for at in [at for at, key in enumerate(self.keys) if not key.isalpha()]:
            key = self.keys[at]
            parts = _INSIDE.split(key)
            self.kinds |= reduce(or_, [look(part, 0) for part in parts], 0) & TRIGGERS
            if not self.bits[at]:
                own = key.removesuffix("'s")
                if _IRISH.match(own):
                    self.bits[at] = LAST
                elif own != key and (not _INSIDE.search(own) or look(own)):
                    self.bits[at] = look(own, 0)
                else:
                    parts = _INSIDE.split(own)
                    named = min(map(len, parts)) > 2
                    self.bits[at] = _of_parts([look(part, 0) for part in parts], named=named)

    def _upper(self, at: int) -> int:
        start = self.starts[at] + (3 if self.keys[at].startswith(_SCOTTISH) else 1)
        return UPPER if _CAPITALS.search(self.text, start, self.ends[at]) else 0

    def places_of(self, kinds: int) -> list[int]:
        """The words that are of one of these kinds."""
        return [at for at, bits in enumerate(self.bits) if bits & kinds]

    def joined(self, at: int) -> bool:
        """Whether word `at` and the next can be parts of one name: "St. Mary", "Anne-Marie"."""
        gap = self.gaps[at]
        if gap == " " or gap in _JOINTS or (gap in (". ", ".") and self.lengths[at] < 4):
            return True
        return len(gap) < _WIDEST and not gap.strip(" ")

    def at(self, position: int) -> int:
        """The first word that begins at `position` or after."""
        return bisect_left(self.starts, position)

    def goes_before(self, position: int) -> bool:
        """Whether what stands before `position` makes a digit there a piece of something longer."""
        sign = self.plain[position - 1 : position]
        return sign.isalnum() or (sign != "" and sign in "_.,/$-")


def _of_parts(parts: list[int], *, named: bool) -> int:
    """A compound is common only when all of it is: "follow-up", but not "Bar-le-Duc"."""
    some = every = parts[0]
    for part in parts[1:]:
        some |= part
        every &= part
    named = named and all(part & NAME and not part & FUNCTION for part in parts)
    return some & ((NAME if named else 0) | KEEP | EPONYM_NOUN | FACILITY) | every & COMMON


def _signs_of(plain: str, digit: int) -> int:
    """Which signs a folded text holds whose first digit stands at `digit`."""
    kinds = 0
    if digit < len(plain):
        kinds = DIGIT | PIECES if _PIECES.search(plain, digit) else DIGIT
    for sign, kind in _SIGNS:
        if sign in plain:
            kinds |= kind
    return kinds


def folded(text: str) -> str:
    """`text` in lower case without accents, of the same length, so that places stay the same."""
    return text.translate(_FOLDED)


class _Folding(dict[int, int]):
    """Folds each character once; one that would become several stays one."""

    def __missing__(self, code: int) -> int:
        letter = chr(code)
        lower = letter.lower()
        plain = _SPECIAL.get(lower) or unicodedata.normalize("NFKD", lower)[0]
        self[code] = ord(plain)
        return self[code]


_FOLDED = _Folding()
