"""Names by what stands before them, (A)."""

import re

from chaperone.deid.lexicon import (
    CAPITAL,
    CITY,
    COMMON,
    CUE,
    FACILITY,
    FIRST,
    FUNCTION,
    KEEP,
    KNOWN,
    LAST,
    NAME,
    RELATIVE,
    SELDOM,
    STATE,
    TITLE,
    UPPER,
    medicine_endings,
    vocabulary,
)
from chaperone.deid.name_parts import READS, NameParts

_SURE, _LIKELY = 2, 1
_LONGEST_TYPO = 4
_CUES = {
    tuple(phrase.split()): strength
    for name, strength in (("likely", _LIKELY), ("sure", _SURE))
    for phrase in vocabulary()[name]
}
_AFTER_CUE = re.compile(r"[ ]?[:=,-]?[ ]?[\"'(]?(?:is )?")
_WRITER = vocabulary()["follows_writer"]
_PARTICLES = vocabulary()["particles"]
_TAKES_VERB = vocabulary()["person_follows"]
_MODALS = vocabulary()["not_after_relatives"]
_NOT_FROM = vocabulary()["not_from"]
_NOT_SIGNED = vocabulary()["not_signatures"] | _NOT_FROM
_SAYS_WHO = frozenset(("is", "its", "it's", "me", "im", "i'm", "soy", "am", "habla"))
_PET = vocabulary()["pets"]


class AnnouncedNames(NameParts):
    """Names that follow words which say that one comes: "my name is", "my husband", "dr"."""

    def _after(self, at: int, bits: int) -> tuple[int, int] | None:
        strength = self._strength(at, bits)
        if not strength:
            return None
        gap = self._gaps[at]
        titled = bits & TITLE and gap in (". ", ".")
        if gap != " " and not titled and (bits & TITLE or not _AFTER_CUE.fullmatch(gap)):
            return None
        first = last = at + 1
        if self._bits[first] & TITLE and first + 1 < len(self._keys) and self._joins(first):
            first = last = first + 1
        if self._keys[first] in _PARTICLES and self._bits[at] & (TITLE | CUE) and strength:
            while last + 1 < len(self._keys) and self._keys[last] in _PARTICLES:
                last += 1
            if bits & TITLE and self._leads_to_surname(first):
                return first, last
            return None
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

    def _strength(self, at: int, bits: int) -> int:
        strength = _LIKELY if bits & (RELATIVE | TITLE) else 0
        if bits & CUE:
            key = self._keys[at].removesuffix("'s")
            before = self._keys[at - 1] if at else ""
            strength = max(strength, _CUES.get((key,), 0), _CUES.get((before, key), 0))
        return strength

    def _is_announced(self, at: int, strength: int, *, relative: bool) -> bool:
        bits = self._bits[at]
        if self._reading.lengths[at] == 1 and self._bits[at - 1] & TITLE:
            return at + 1 < len(self._bits) and bool(bits & self._bits[at + 1] & CAPITAL)
        if self._keys[at - 1] in _PET and bits & FIRST:
            return True
        kept = bits & KEEP and not bits & (NAME if strength == _SURE else FIRST)
        if kept or bits & (FUNCTION | RELATIVE | TITLE):
            return False
        if self._reading.lengths[at] < 2 or (bits & UPPER and (bits & COMMON or not bits & NAME)):
            return False
        if bits & CAPITAL and self._bits[at - 1] & TITLE:
            return True
        if strength == _SURE:
            named = bits & NAME or (bits & CAPITAL and not bits & FACILITY)
            return not bits & COMMON or bool(named)
        if (bits & STATE and not bits & FIRST) or self._keys[at].endswith(medicine_endings()):
            return False
        if (
            self._bits[at - 1] & TITLE
            and not bits & KNOWN
            and self._reading.lengths[at] > _LONGEST_TYPO
        ):
            return True
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
        if following == "from" and self._keys[at] not in _NOT_FROM:
            return self._keys[at - 1] in _SAYS_WHO
        signed = self._keys[at] not in _NOT_SIGNED and self._keys[at - 1] in _SAYS_WHO
        if signed and READS.match(self._plain, self._reading.ends[at]):
            return True
        return (self._ends(at) and not bits & SELDOM) or following in _WRITER

    def _goes_on(self, at: int, first: int, strength: int) -> bool:
        bits = self._bits[at]
        if self._reading.lengths[at] == 1:
            return self._is_initial(at, bits, self._bits[first] & CAPITAL)
        if self._keys[at] in _PARTICLES:
            return self._leads_on(at, self._bits[first] & CAPITAL)
        if self._is_foreign(at) and self._bits[first] & CAPITAL:
            return True
        if bits & (FUNCTION | RELATIVE | TITLE) or (bits & KEEP and not bits & LAST):
            return False
        if bits & self._bits[first] & CAPITAL:
            return True
        if self._keys[at - 1] in _PARTICLES and at - 1 > first:
            return True
        if not bits & COMMON:
            return bool(bits & NAME) or strength == _SURE
        return self._is_surname(at, bits)
