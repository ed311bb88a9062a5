"""Places smaller than a state, (B), and employers, which count as names, (A)."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from chaperone.deid.lexicon import (
    BUSINESS,
    CITY,
    CITY_BEGINS,
    COMMON,
    FACILITY,
    FIRST,
    FUNCTION,
    GENERIC,
    IN,
    KEEP,
    LABEL,
    NAME,
    STATE,
    STREET,
    cities,
    vocabulary,
)
from chaperone.deid.reading import Word
from chaperone.deid.spans import Span

_LIVE_IN = re.compile(
    rf"(?<![a-z])(?:{'|'.join(map(re.escape, vocabulary()['live_in']))}) (?:the )?$"
)
_WORK = frozenset(tuple(phrase.split()) for phrase in vocabulary()["employment"])
_WORK_ENDS = vocabulary()["work_ends"]
_SURE_STREETS = vocabulary()["sure_streets"]
_BEFORE = vocabulary()["streets_before"]
_UNITS = "|".join(sorted(vocabulary()["units"], key=len, reverse=True))
_UNIT = re.compile(
    rf"[,.]?\s*(?:(?:{_UNITS})\b\.?\s*#?\s*[a-z]?-?\d*[a-z]?\b|#\s*[a-z]?\d+[a-z]?\b)"
)
_HOUSE = re.compile(r"(?<![\w./$-])\d{1,6}[a-z]?(?:[ -]\d{1,5})?(?=[ ,]+[^\W\d])")
_POST_BOX = re.compile(
    r"\b(?:p\.? ?o\.? ?box|apartado(?: postal)?|psc|unit|box|usns|cmr|usna|uss|"
    r"usnv)[ ,#]+[\w ,#-]*?\d+(?:,? box \d+)?|\b(?:usns|uss|usnv|usna) [a-z]+"
)
_MILITARY = re.compile(r"\W*(?:apo|fpo|dpo)\W+(?:aa|ae|ap)\W+\d{5}")
_ZIP = re.compile(r"[\s,]*\d{4,6}(?:-\d{3,4})?(?![\d/])")
_STATE_CODE = re.compile(r"[\s,]{1,3}[A-Z]{2}\b(?!-)")
_BREAK = re.compile(r"[\s,]*")
_ADDRESS_BEFORE = re.compile(
    r"(?:address|direccion|lives? (?:on|at)|living at|located at|office is at|move[d]? to|"
    r"ship .{0,20}to|mail .{0,20}to|send .{0,20}to|vivo en|meet (?:me|you) at|restaurant is at|"
    r"deliver .{0,20}to|reside at|resides at|at|is|on|in|to)\W{1,6}$"
)
_DOSED = re.compile(
    r" ?(?:units?|mg|mcg|ml|g|carbs?|x|times?|days?|hours?|hrs?|min|mins|minutes?|weeks?|months?|"
    r"years?|yrs?|lbs?|pounds?|steps|pills?|tablets?|de|am|pm|after|before|over|this|at|on|for|"
    r"and|in|to|y)\b"
)


class Places:
    """Looks for places among the words of one text; spans come in no order and may repeat."""

    def __init__(self, text: str, folded: str, words: list[Word]) -> None:
        self._text = text
        self._folded = folded
        self._words = words

    def spans(self, *, digits: bool) -> Iterator[Span]:
        if digits:
            yield from self._addresses()
        for at, word in enumerate(self._words):
            bits = word.bits
            if bits & FACILITY:
                yield from self._facility(at)
            if bits & BUSINESS:
                yield from self._business(at)
            if bits & (CITY | CITY_BEGINS):
                yield from self._city(at)
            if bits & IN or word.key == "for":
                yield from self._after_in(at)

    def _gap(self, at: int) -> str:
        return self._folded[self._words[at].end : self._words[at + 1].start]

    def _at(self, position: int) -> int:
        return bisect_left(self._words, position, key=lambda word: word.start)

    def _span(self, first: int, last: int, kind: str) -> Span:
        return Span(self._words[first].start, self._words[last].end, kind)

    # ---- addresses -----------------------------------------------------------------------------

    def _addresses(self) -> Iterator[Span]:
        end = 0
        for match in _HOUSE.finditer(self._folded):
            if match.start() >= end:
                end = self._address_end(match) or end
                if end > match.start():
                    yield Span(match.start(), end, "ADDRESS")
        for match in _POST_BOX.finditer(self._folded):
            military = _MILITARY.match(self._folded, match.end())
            yield Span(
                match.start(), military.end() if military else self._tail(match.end()), "ADDRESS"
            )

    def _address_end(self, house: re.Match[str]) -> int | None:
        if _DOSED.match(self._folded, house.end()):
            return None
        first = self._at(house.end())
        street = self._street(first)
        if street is None:
            return None
        return self._tail(self._words[street].end)

    def _street(self, first: int) -> int | None:
        """The last word of the street that begins with word `first`."""
        words = self._words
        named = 0
        last: int | None = None
        for at in range(first, min(first + 6, len(words))):
            word = words[at]
            gap = self._gap(at - 1) if at > first else " "
            if gap not in (" ", "-", ". ", ".", "'"):
                break
            bits = word.bits
            sure = named == 2 or (named and word.key in _SURE_STREETS)
            if sure and bits & STREET and not bits & FUNCTION:
                last = at
                if at + 1 < len(words) and words[at + 1].bits & STREET and self._gap(at) == " ":
                    continue
                return at
            if bits & FUNCTION and word.key not in ("de", "la", "del", "los", "las", "el", "and"):
                break
            proper = word.capital or not bits & COMMON or word.key in _BEFORE
            named = max(named, 2 if proper else 1)
            if last is not None:
                break
        if last is not None:
            return last
        return self._foreign_street(first)

    def _foreign_street(self, first: int) -> int | None:
        """A street without a word for it: a name, then a number, a unit or a new line."""
        words = self._words
        last = None
        for at in range(first, min(first + 5, len(words))):
            bits = words[at].bits
            if at > first and self._gap(at - 1) not in (" ", "-", ". ", ".", "'"):
                break
            if bits & FUNCTION and words[at].key not in ("de", "la", "del", "and"):
                break
            if (
                not words[at].capital
                and bits & COMMON
                and words[at].key not in _BEFORE
                and words[at].key not in ("de", "la", "and")
            ):
                break
            last = at
        if last is None or words[last].end - words[first].start < 4:
            return None
        after = self._folded[words[last].end : words[last].end + 12]
        numbered = (
            re.match(r" \d{1,5}[a-z]?(?![\w/%])|\s*\n|, ", after)
            or _UNIT.match(after)
            or re.match(r" (?:str?|street|flats)", after)
        )
        before = self._folded[max(0, words[first].start - 40) : words[first].start]
        opened = _ADDRESS_BEFORE.search(re.sub(r"[\d ,-]+$", " ", before))
        if (
            words[first].key in _BEFORE
            or (numbered and words[first].capital)
            or (numbered and opened)
        ):
            return last
        return None

    def _tail(self, end: int) -> int:
        """Where an address ends that has come to `end`: units, city, state, ZIP, country."""
        folded = self._folded
        number = re.match(r" \d{1,5}[a-z]?(?![\w/%])", folded[end : end + 8])
        if number:
            end += number.end()
        for _ in range(8):
            match = (
                _UNIT.match(folded, end)
                or _ZIP.match(folded, end)
                or _STATE_CODE.match(self._text, end)
            )
            if match:
                end = match.end()
                continue
            step = self._city_after(end)
            if step is None:
                break
            end = step
        return end

    def _city_after(self, end: int) -> int | None:
        gap = _BREAK.match(self._folded, end)
        start = gap.end() if gap else end
        at = self._at(start)
        if at >= len(self._words) or self._words[at].start != start:
            return None
        city = self._city_of_several(at)
        if city:
            return self._words[city].end
        last = None
        for step in range(at, min(at + 5, len(self._words))):
            word = self._words[step]
            if step > at and self._gap(step - 1) not in (" ", "-", "'", ". "):
                break
            if word.bits & FUNCTION and not (
                word.key in ("de", "la", "di", "del", "in") and last is not None and word.capital
            ):
                break
            proper = (
                word.capital
                or (
                    word.bits & (CITY | STATE)
                    and (not word.bits & COMMON or "," in self._gap_before(step))
                )
                or not word.bits & COMMON
            )
            if not proper:
                break
            last = step
        return None if last is None else self._words[last].end

    def _gap_before(self, at: int) -> str:
        return self._gap(at - 1) if at else ""

    # ---- facilities and businesses -------------------------------------------------------------

    def _facility(self, at: int) -> Iterator[Span]:
        words = self._words
        first = last = at
        while last + 1 < len(words) and words[last + 1].bits & FACILITY and self._gap(last) == " ":
            return
        while first > 0 and first > at - 5 and self._gap(first - 1) in (" ", ". ", "'", "-"):
            before = words[first - 1]
            if (
                before.bits & FUNCTION
                or (before.bits & LABEL and not before.capital)
                or before.key in ("our", "seen")
            ):
                break
            if not words[at].capital and before.bits & IN:
                break
            if words[at].capital and not before.capital:
                break
            first -= 1
        named = [w for w in words[first:at] if not w.bits & GENERIC and not w.bits & FACILITY]
        if words[at].capital:
            named = [w for w in words[first:at] if w.capital]
        elif words[at].key in (
            "general",
            "memorial",
            "center",
            "centre",
            "health",
            "medical",
            "institute",
            "school",
            "college",
            "university",
            "pharmacy",
        ):
            if not first or not words[first - 1].bits & (IN | FUNCTION):
                named = []
            named = [w for w in named if not w.bits & COMMON or w.bits & CITY]
        elif first and not words[first - 1].bits & (IN | FUNCTION):
            named = [w for w in named if not w.bits & COMMON]
        if not named:
            return
        yield self._span(first, self._of_place(last), "PLACE")

    def _of_place(self, last: int) -> int:
        """Takes in "of Salem" and ", Dallas, TX" after a facility."""
        words = self._words
        if (
            last + 2 < len(words)
            and words[last + 1].key in ("of", "de", "in", "at")
            and self._gap(last) == " "
        ):
            following = words[last + 2]
            if following.capital or following.bits & CITY or not following.bits & COMMON:
                return self._city_of_several(last + 2) or last + 2
        if (
            last + 1 < len(words)
            and self._gap(last) in (", ", " ")
            and words[last + 1].capital
            and not words[last + 1].bits & FUNCTION
        ):
            return self._city_of_several(last + 1) or last + 1
        return last

    def _business(self, at: int) -> Iterator[Span]:
        words = self._words
        first = at
        while (
            first > 0
            and first > at - 3
            and self._gap(first - 1) == " "
            and not words[first - 1].bits & (FUNCTION | GENERIC | KEEP)
        ):
            first -= 1
        if first == at or not first:
            return
        capitals = words[at].capital and words[first].capital
        if capitals or (
            words[first - 1].bits & (IN | FUNCTION)
            and any(not w.bits & COMMON or w.bits & NAME for w in words[first:at])
        ):
            yield self._span(first, at, "EMPLOYER")

    def _employer(self, at: int) -> Iterator[Span]:
        words = self._words
        first = at + 1
        if first < len(words) and words[first].key in ("the", "el", "la"):
            first += 1
        last = first - 1
        while last + 1 < len(words) and last < first + 3:
            word = words[last + 1]
            if last >= first and self._gap(last) not in (" ", "-", " & ", "'"):
                break
            if word.key in _WORK_ENDS or word.bits & FUNCTION:
                break
            last += 1
        if last < first:
            return
        if last == first and words[first].bits & (COMMON | GENERIC) and not words[first].capital:
            return
        yield self._span(first, last, "EMPLOYER")

    # ---- cities --------------------------------------------------------------------------------

    def _city_of_several(self, at: int) -> int | None:
        if not self._words[at].bits & CITY_BEGINS:
            return None
        for count in (3, 2, 1):
            last = at + count
            if last < len(self._words):
                name = self._folded[self._words[at].start : self._words[last].end]
                if name in cities() or name.removesuffix("'s") in cities():
                    return last
        return None

    def _city(self, at: int) -> Iterator[Span]:
        word = self._words[at]
        last = self._city_of_several(at)
        if last is not None:
            some = any(not w.bits & COMMON for w in self._words[at : last + 1])
            if some or word.capital or self._lives_in(at):
                yield from self._with_state(at, last)
            return
        if not word.bits & CITY or word.bits & (KEEP | STATE | FUNCTION):
            return
        if word.bits & COMMON:
            if (self._lives_in(at) and not word.bits & GENERIC) or (
                word.capital and at and self._words[at - 1].bits & IN
            ):
                yield from self._with_state(at, at)
        elif (
            word.capital
            or self._lives_in(at)
            or (at and self._words[at - 1].bits & IN)
            or (word.end - word.start > 4 and not word.bits & NAME)
        ):
            yield from self._with_state(at, at)

    def _with_state(self, first: int, last: int) -> Iterator[Span]:
        end = self._words[last].end
        state = _STATE_CODE.match(self._text, end)
        yield Span(self._words[first].start, state.end() if state else end, "PLACE")

    def _lives_in(self, at: int) -> bool:
        start = self._words[at].start
        return bool(_LIVE_IN.search(self._folded, max(0, start - 20), start))

    def _after_in(self, at: int) -> Iterator[Span]:
        """Capitals after "at", "from", "in": a place unless it is known as something else."""
        words = self._words
        if at and (words[at - 1].key, words[at].key) in _WORK:
            yield from self._employer(at)
        if at + 1 >= len(words) or words[at].key == "for":
            return
        first = at + 1
        while first < len(words) and words[first].key in (
            "the",
            "our",
            "el",
            "la",
            "los",
            "las",
            "beautiful",
        ):
            first += 1
        last = first - 1
        while (
            last + 1 < len(words)
            and words[last + 1].capital
            and (last < first or self._gap(last) in (" ", "-", ". ", "'", " & "))
        ):
            last += 1
        if last < first or self._gap(first - 1).strip():
            return
        run = words[first : last + 1]
        if (len(run) == 1 and run[0].bits & (KEEP | STATE | FUNCTION)) or all(
            w.bits & (STATE | FUNCTION) for w in run
        ):
            return
        if any(not w.bits & COMMON for w in run) or len(run) > 1 or run[0].bits & (CITY | FIRST):
            yield from self._with_state(first, last)
