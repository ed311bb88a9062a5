"""Names of people, (A): by lists of names, by capitals, and by what stands around them."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import (
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
    vocabulary,
)
from chaperone.deid.reading import Word
from chaperone.deid.spans import Span

_SURE, _LIKELY = 2, 1
_CUES = {
    tuple(phrase.split()): strength
    for name, strength in (("likely", _LIKELY), ("sure", _SURE))
    for phrase in vocabulary()[name]
}
_WRITER = vocabulary()["follows_writer"]
_JOIN = re.compile(r"[ -]|[ ]?\n[ ]?|\. ?| [\"'(]")
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
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "md", "phd"])


class Names:
    """Looks for names among the words of one text; spans come in no order and may repeat."""

    def __init__(self, folded: str, words: list[Word]) -> None:
        self._folded = folded
        self._words = words

    def spans(self) -> Iterator[Span]:
        words = self._words
        done = -1
        for at, word in enumerate(words):
            bits = word.bits
            if at > done and self._begins(at, word, bits):
                first, last = self._whole(at)
                if not self._stays(first, last):
                    yield self._span(first, last)
                done = last
            if bits & (CUE | RELATIVE | TITLE):
                run = self._after(at, word, bits)
                if run:
                    yield self._span(*run)
                    done = max(done, run[1])

    def _span(self, first: int, last: int) -> Span:
        end = self._words[last].end
        if self._folded[end - 2 : end] == "'s":
            end -= 2
        elif (
            self._words[last].end - self._words[last].start == 1
            and self._folded[end : end + 1] == "."
        ):
            end += 1
        return Span(self._words[first].start, end, "NAME")

    # ---- a word that is a name by itself -------------------------------------------------------

    def _begins(self, at: int, word: Word, bits: int) -> bool:
        if bits & (FUNCTION | KEEP):
            return False
        if word.capital:
            return self._begins_capital(at, word, bits)
        if bits & NAME and not bits & COMMON:
            long_enough = word.end - word.start > 3
            if bits & FIRST:
                return long_enough or self._is_alone(at, at)
            return word.end - word.start > 3 and self._is_alone(at, at)
        return bool(bits & FIRST) and self._is_person(at, bits)

    def _begins_capital(self, at: int, word: Word, bits: int) -> bool:
        short = word.end - word.start < 3
        if not bits & COMMON:
            if bits & NAME:
                return not short or self._followed_by_capital(at)
            if bits & (STATE | EPONYM_NOUN) or short:
                return False
            return not self._opens(at) or self._followed_by_name(at)
        if bits & FIRST:
            return (not self._opens(at) and not bits & (MONTH | SELDOM)) or self._followed_by_name(
                at
            )
        return False

    def _is_person(self, at: int, bits: int) -> bool:
        """Whether an ordinary word that is also a first name is one here."""
        words = self._words
        following = words[at + 1] if at + 1 < len(words) else None
        if following and following.key in _WRITER and self._is_alone_before(at):
            return True
        if following and following.key in ("my", "mi") and at + 2 < len(words):
            return bool(words[at + 2].bits & RELATIVE)
        if bits & SELDOM:
            return False
        return self._is_alone(at, at) and (at > 0 or following is None)

    def _opens(self, at: int) -> bool:
        """Whether a sentence begins with this word, so that its capital says nothing."""
        if at == 0:
            return True
        gap = self._gap(at - 1)
        return any(mark in gap for mark in '.!?\n:"') or "- " in gap

    def _followed_by_capital(self, at: int) -> bool:
        words = self._words
        return at + 1 < len(words) and words[at + 1].capital and self._gap(at) in (" ", "-")

    def _followed_by_name(self, at: int) -> bool:
        if not self._followed_by_capital(at):
            return False
        following = self._words[at + 1]
        if following.end - following.start == 1 and following.key != "i":
            return True
        return not following.bits & (COMMON | KEEP) or bool(
            following.bits & LAST and not following.bits & FUNCTION
        )

    def _is_alone(self, first: int, last: int) -> bool:
        after = _ENDS_CLAUSE.match(self._folded, self._words[last].end)
        return bool(after) and self._is_alone_before(first)

    def _is_alone_before(self, at: int) -> bool:
        start = self._words[at].start
        return bool(_ALONE_BEFORE.search(self._folded, max(0, start - 2), start))

    # ---- its other parts -----------------------------------------------------------------------

    def _whole(self, at: int) -> tuple[int, int]:
        first = last = at
        while (
            first > 0 and first > at - 3 and self._joins(first - 1) and self._is_part(first - 1, at)
        ):
            first -= 1
        limit = min(len(self._words) - 1, at + 4)
        while last < limit and self._joins(last) and self._is_part(last + 1, at):
            last += 1
        while last > at and self._words[last].key in _PARTICLES:
            last -= 1
        return first, last

    def _gap(self, at: int) -> str:
        return self._folded[self._words[at].end : self._words[at + 1].start]

    def _joins(self, at: int) -> bool:
        gap = self._gap(at)
        if gap in (" ", "-"):
            return True
        return gap in (". ", ".") and self._words[at].end - self._words[at].start <= 2

    def _is_part(self, at: int, seed: int) -> bool:
        word = self._words[at]
        bits = word.bits
        if word.key in _SUFFIXES:
            return at > seed
        if word.key in _PARTICLES:
            return (
                seed < at < len(self._words) - 1
                and self._words[at + 1].capital
                and self._words[seed].capital
            )
        if bits & (FUNCTION | RELATIVE | TITLE):
            return False
        if word.capital and word.end - word.start == 1:
            return True
        if self._words[seed].capital:
            return word.capital and not (bits & KEEP and bits & COMMON)
        return not bits & (COMMON | KEEP) and (bool(bits & NAME) or at > seed)

    def _stays(self, first: int, last: int) -> bool:
        """A disease, a test or a medicine that bears somebody's name."""
        words = self._words
        if words[last].bits & EPONYM_NOUN and not words[last].bits & LAST:
            return True
        for at in range(last + 1, min(last + 3, len(words))):
            if self._gap(at - 1).strip(" '-"):
                return False
            if words[at].bits & EPONYM_NOUN:
                return first == last or not words[first].bits & FIRST
        return False

    # ---- after words that announce a name ------------------------------------------------------

    def _after(self, at: int, word: Word, bits: int) -> tuple[int, int] | None:
        words = self._words
        if at + 1 >= len(words):
            return None
        strength = self._strength(at, word, bits)
        if not strength or (
            not _AFTER_CUE.fullmatch(self._gap(at)) and not (bits & TITLE and self._gap(at) == ". ")
        ):
            return None
        first = last = at + 1
        if not self._is_announced(first, strength, relative=bool(bits & RELATIVE)):
            return None
        while (
            last + 1 < len(words)
            and last < first + 3
            and self._joins(last)
            and self._goes_on(last + 1, first, strength)
        ):
            last += 1
        return None if self._stays(first, last) else (first, last)

    def _strength(self, at: int, word: Word, bits: int) -> int:
        strength = _LIKELY if bits & (RELATIVE | TITLE) else 0
        if bits & CUE:
            before = self._words[at - 1].key if at else ""
            strength = max(strength, _CUES.get((word.key,), 0), _CUES.get((before, word.key), 0))
        return strength

    def _is_announced(self, at: int, strength: int, *, relative: bool) -> bool:
        word = self._words[at]
        bits = word.bits
        if bits & (FUNCTION | RELATIVE | TITLE) or (bits & KEEP and not bits & FIRST):
            return False
        if strength == _SURE:
            return not bits & COMMON or bool(bits & NAME) or (word.capital and not bits & FACILITY)
        if not bits & COMMON:
            return bool(bits & NAME) or word.capital or (relative and not bits & (CITY | STATE))
        if not bits & FIRST:
            return False
        if relative and not bits & (SELDOM | MONTH):
            return True
        following = self._words[at + 1].key if at + 1 < len(self._words) else ""
        ends = bool(_ENDS_CLAUSE.match(self._folded, word.end))
        if relative:
            return ends or following in _TAKES_VERB
        return (
            (ends and not bits & SELDOM)
            or following in _WRITER
            or (following == "my" and word.capital)
        )

    def _goes_on(self, at: int, first: int, strength: int) -> bool:
        word = self._words[at]
        bits = word.bits
        if bits & (FUNCTION | RELATIVE | TITLE | KEEP):
            return False
        if word.capital and self._words[first].capital:
            return True
        if not bits & COMMON:
            return bool(bits & NAME) or strength == _SURE
        return strength == _SURE and bool(bits & LAST) and not bits & SELDOM
