"""Numbers that people say in pieces: spaced digits, last fours, spelt-out digits, (D) (G) (J)."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import AREA, DIGIT, LAST_DIGITS, NUMBER_ENDS, THEN
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_ENGLISH = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
_SPANISH = "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
_WORDS = re.compile(
    rf"\b(?:(?:{_ENGLISH})(?:[ ,-]+(?:double )?(?:{_ENGLISH})){{6,10}}"
    rf"|(?:{_SPANISH})(?:[ ,-]+(?:{_SPANISH})){{6,10}})\b"
)
_SPACED = re.compile(r"(?<![\w.,/-])\d(?:[ -]\d){5,15}(?![\w%/]|[.,]\d)")
_CARDS = re.compile(
    r"\b(?:ss|ssn|social|seguro|card|visa|mastercard|amex|debit|tarjeta|account|acct|cuenta|member|"
    r"medicare|medicaid|policy|poliza|plan|insurance|number|numero|phone|cell|chart|mrn|license|"
    r"plate|id)\b"
)
_ENDING = re.compile(
    r"\b(?:end(?:s|ed|ing)?|termina|terminada|terminan|acaba)(?: (?:in|with|en|con))?:? (?P<value>"
    r"(?!(?:19|20)\d\d\b)(?=[a-z]{0,3}\d)[a-z\d]{3,6})(?![\w/%:]|[.,]\d)"
)
_LAST_FOUR = re.compile(
    r"\b(?:last|final|ultimos)(?: (?:four|4|cuatro))(?: (?:digits?|numbers?|digitos|of|my|ssn|ss|"
    r"social|card|are|is|de|mi|son|seguro|tarjeta|the|for|it|its|number|#)\b)*(?:[ :#=-]+)"
    r"(?P<value>\d{4})(?!\d|/|%| (?:days|readings|steps))"
)
_AREA = re.compile(
    r"\b(?:area|area code|codigo de area|lada|prefix|prefijo)(?: is| es)?:? (?P<value>\d{3})(?!\d)"
)
_AREA_APART = re.compile(
    r"(?<![\w.,/-])(?P<value>[2-9]\d\d)(?= (?:then|y luego|and then|luego) \d{3}[- ]?\d{4}\b)"
)
_SEVEN = re.compile(
    r"\b(?:num|number|numero|cell|cel|phone|tel|call|text|to|then|luego|at|al|work|home|me|"
    r"after|code)"
    r"\.?[ :#]{1,3}(?:\d{3}\W{1,2}(?:then|y luego|and then|luego) )?(?P<value>\d{3} \d{4}|"
    r"\d{3} \d\d \d\d)(?![\w/%]|[.,]\d)"
)
# Nothing else is worth a look for digits in pieces.
_PIECES = re.compile(r"\d[ /)-]{1,2}\d|\d then \d")
_SINGLE = re.compile(r"\d[ -]\d[ -]\d")
_SEVEN_DIGITS = re.compile(r"\d{7}")
_IN_TWO = re.compile(r"\d{3} \d\d")
_SLASHED = re.compile(r"(?<![\w./-])\d{3}/\d{3}[/-]\d{4}(?![\w/])")
_AREA_GLUED = re.compile(r"(?<![\w./-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{7}(?![\w/])")
_FEWEST_SPELT = 6  # a telephone number in words has seven


def spans_of_endings(reading: Reading) -> Iterator[Span]:
    """What a text says of one end of a number: "ending in 4411", "last four", "area code"."""
    text, kinds = reading.plain, reading.kinds
    if kinds & NUMBER_ENDS:
        for match in _ENDING.finditer(text):
            if _CARDS.search(text):
                yield Span(*match.span("value"), "ACCOUNT")
    if kinds & LAST_DIGITS:
        for match in _LAST_FOUR.finditer(text):
            yield Span(*match.span("value"), "SSN")
    if kinds & AREA:
        for match in _AREA.finditer(text):
            yield Span(*match.span("value"), "PHONE")


def spans_of_pieces(reading: Reading) -> Iterator[Span]:
    """Telephone numbers with something else between their digits than usual."""
    text = reading.plain
    if not _PIECES.search(text, reading.digit):
        return
    if reading.kinds & THEN:
        for match in _AREA_APART.finditer(text):
            yield Span(*match.span("value"), "PHONE")
    if _IN_TWO.search(text):
        for match in _SEVEN.finditer(text):
            yield Span(*match.span("value"), "PHONE")
    for pattern in _worth_a_look(text):
        for match in pattern.finditer(text):
            yield Span(*match.span(), "PHONE")


def _worth_a_look(text: str) -> Iterator[re.Pattern[str]]:
    if _SINGLE.search(text):
        yield _SPACED
    if "/" in text:
        yield _SLASHED
    if _SEVEN_DIGITS.search(text):
        yield _AREA_GLUED


def spans_of_spelt(reading: Reading) -> Iterator[Span]:
    """Digits of a telephone number in words: "five five five zero one two eight"."""
    if reading.kinds & DIGIT or len(reading.keys) <= _FEWEST_SPELT:
        return
    for match in _WORDS.finditer(reading.plain):
        yield Span(*match.span(), "PHONE")
