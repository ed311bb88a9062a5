"""Numbers that are told by the word before them: "my mrn is", "acct", "numero de seguro"."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import FUNCTION, LABEL, lexicon, vocabulary
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_KINDS = {phrase: kind for kind, phrases in vocabulary()["labels"].items() for phrase in phrases}
# "number is: #", "no. de seguro es": what may stand between.
_FILLER = (
    r"(?:'?s)?(?:[ ]*(?:number|num|numero|no|nr|nos|id|code|codigo|card|policy|plan|record|"
    r"serial|license|security|de|del|is|es|was|la|el|mi|my|here|that|reads|says|changed|to|it|"
    r"new|nuevo|seguro|salud|placa|serie|for|at|on|me|us|him|her|al|a)\b\.?|[ ]*[:#=.-]){0,6}[ ]*"
)
_VALUE = re.compile(
    _FILLER + r"(?P<value>(?:[a-z]{0,6}-)?[a-z]{0,6}\d[a-z\d]*"
    r"(?:[-/ ]?[a-z]{0,3}\d[a-z\d]*|-[a-z]{1,6}\b){0,5})"
)
_PLATE = re.compile(
    _FILLER + r"(?P<value>(?=[a-z -]{0,7}\d)[a-z\d]{1,4}[ -]?[a-z\d]{2,5})(?![a-z\d])"
)
# Words that make one identifier with the number behind them.
_NAMED = re.compile(
    r"(?:(?:patient|site|study|subject|case|record) id|(?:in |on )?case|medicare)[ :]*[:#] ?"
)
# Codes said in groups, which need not all hold digits: "QX 55120 B", "K 55 2201".
_IN_GROUPS = re.compile(
    _FILLER + r"(?P<value>(?!(?:sn|id|nr|num|is|es|was|of|in|at|to|on|by|no|my|is|it|i|"
    r"a|an|the|and|or|was|for)\b)"
    r"(?:[a-z]{1,3} ?\d{1,6}[a-z]?|\d{1,6}[a-z]{0,3})(?:[ -](?:[a-z]{0,3}\d{1,6}[a-z]{0,2}|"
    r"(?![aiyuonwrx]\b)[a-z]\b|[a-z]{2,3}(?= ?\d)))*)(?![\w/%])"
)
_LAST_LETTER = re.compile(r" [A-HJ-Z](?![\w'])(?! [A-Z])")
_GATE = re.compile(
    r"\b(?:gate|door|buzzer|entry|lobby|garage|lockbox|keypad|alarm|porton|puerta|wifi|access)"
    r"(?: (?:code|codigo|pin|number))?(?: (?:is|es|to|at|"
    r"para))*[ :=]*(?P<value>[#*]?\d{3,8}[#*]?)(?![\w%/:]|[.,]\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST_IN_GROUPS = 5
_FEWEST = {"ZIP": 4, "PHONE": 7, "FAX": 7, "ID": 5, "DEVICE": 5}


def spans_of_labelled(reading: Reading) -> Iterator[Span]:
    """The numbers of a text that stand after a word which says what they are."""
    for at in reading.places_of(LABEL):
        kind = _kind(reading, at)
        if kind is None:
            continue
        match = _VALUE.match(reading.plain, reading.ends[at])
        if match and _enough(match["value"], kind):
            start, end = match.span("value")
            named = _NAMED.match(reading.plain, reading.starts[at - 1] if at else 0)
            end = max(end, _groups_end(reading, at))
            yield Span(named.start() if named and named.end() == start else start, end, kind)
        elif groups := _groups(reading, at):
            yield Span(groups.start("value"), _groups_end(reading, at), kind)
        elif kind == "VEHICLE":
            match = _PLATE.match(reading.plain, reading.ends[at])
            if match and len(match["value"]) > 4:
                yield Span(*match.span("value"), kind)


def spans_of_gates(reading: Reading) -> Iterator[Span]:
    """What opens somebody's door."""
    for match in _GATE.finditer(reading.plain):
        yield Span(*match.span("value"), "ID")


def _groups(reading: Reading, at: int) -> re.Match[str] | None:
    match = _IN_GROUPS.match(reading.plain, reading.ends[at])
    if not match:
        return None
    value = match["value"]
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    first = value.split()[0]
    if first.isalpha() and len(first) > 1 and lexicon().get(first, 0) & FUNCTION:
        return None
    return match if digits > 2 and digits + letters > _FEWEST_IN_GROUPS else None


def _groups_end(reading: Reading, at: int) -> int:
    groups = _groups(reading, at)
    if not groups:
        return 0
    last = _LAST_LETTER.match(reading.text, groups.end("value"))
    return last.end() if last else groups.end("value")


def _kind(reading: Reading, at: int) -> str | None:
    key = reading.keys[at].removesuffix("'s")
    before = f"{reading.keys[at - 1]} {key}" if at else ""
    return _KINDS.get(before) or _KINDS.get(key)


def _enough(value: str, kind: str) -> bool:
    """Whether it is long enough to be no dose, reading or year."""
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    if kind != "ZIP" and _YEAR.fullmatch(value.strip()):
        return False
    if letters and kind not in ("PHONE", "FAX"):
        return letters + digits >= (5 if digits > 2 else 8)
    return digits >= _FEWEST.get(kind, 4)
