"""Whether a mention counts: denied, long past, over, only asked about, or part of a story."""

import re
from functools import cached_property

from chaperone.assistant.triage.data import table
from chaperone.assistant.triage.patterns import Phrases

_TABLE = table("scope.toml")
_BLANK = "_ "
_DENIAL_REACH = 6
_OPENING_WORDS = 5
_NO_SCOPE = frozenset({"present", "turns"})
"""These take nothing away by themselves."""


def _phrases(*names: str) -> Phrases:
    found = Phrases()
    for name in names:
        found.add(name, _TABLE[name])
    return found


_HARMLESS = _phrases("harmless")
_SCOPES = _phrases(
    "deny", "past", "over", "asked", "supposed", "general", "present", "told", "turns"
)
_FILLERS = frozenset(_TABLE["deny_fillers"])
_MARK = re.compile("[,;?]")
_SINCE = re.compile(r" (?:since|desde|from) $")


def without_harmless(text: str) -> str:
    """The text with figures of speech and names of things blanked out."""
    spans = sorted((m.start(), m.end()) for _, m in _HARMLESS.find(text))
    kept, end = [], 0
    for start, stop in spans:
        kept.append(text[end:start])
        kept.append(_BLANK if start >= end else "")
        end = max(end, stop)
    return "".join([*kept, text[end:]])


class Scopes:
    """The scopes of one normalised text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _spans(self) -> dict[str, list[tuple[int, int]]]:
        spans: dict[str, list[tuple[int, int]]] = {}
        for name, match in _SCOPES.find(self._text):
            spans.setdefault(name, []).append(match.span())
        return spans

    @cached_property
    def _breaks(self) -> list[int]:
        turns = [start for start, _ in self._spans.get("turns", ())]
        return sorted({*turns, *(mark.start() for mark in _MARK.finditer(self._text))})

    @property
    def names(self) -> frozenset[str]:
        """Names of the scopes that begin anywhere in the text."""
        return frozenset(self._spans)

    def of(self, start: int, end: int) -> set[str]:
        """Names of the scopes that a mention from start to end stands in."""
        if self._spans.keys() <= _NO_SCOPE:
            return set()
        left, right = self._part(start, end)
        found = {
            name
            for name in ("told", "past")
            if any(self._long_ago(s, e, left, right) for s, e in self._spans.get(name, ()))
        }
        if self._denied(start):
            found.add("denied")
        if self._within("asked", left, start) and not self._within("present", left, start + 1):
            found.add("asked")
        if self._within("supposed", left, start):
            found.add("supposed")
        if self._within("general", left, right):
            found.add("general")
        if self._within("over", end, max(right, end + 1)):
            found.add("over")
        return found

    def _part(self, start: int, end: int) -> tuple[int, int]:
        left = max((b for b in self._breaks if b <= start), default=0)
        right = min((b for b in self._breaks if b >= end), default=len(self._text))
        return left, right

    def _within(self, name: str, left: int, right: int) -> bool:
        return any(left <= s < right for s, _ in self._spans.get(name, ()))

    def _long_ago(self, start: int, end: int, left: int, right: int) -> bool:
        if _SINCE.search(self._text[:start]):
            return False
        if left <= start < right:
            return True
        opening = self._text[start:left]
        return end <= left and "," not in opening and len(opening.split()) <= _OPENING_WORDS

    def _denied(self, start: int) -> bool:
        return any(
            end <= start and _fills(self._text[end:start].split())
            for _, end in self._spans.get("deny", ())
        )


def _fills(words: list[str]) -> bool:
    return len(words) <= _DENIAL_REACH and all(word in _FILLERS for word in words)
