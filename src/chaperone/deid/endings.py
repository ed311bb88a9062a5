"""Numbers that people say in pieces: spaced digits, last fours, spelt-out digits, (D) (G) (J)."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import vocabulary
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
# Without one of these words their patterns find nothing.
_ENDS = vocabulary()["number_ends"]
_LASTS = vocabulary()["last_digits"]
_AREAS = vocabulary()["areas"]
ENDING_WORDS = _ENDS | _LASTS | _AREAS
_THENS = frozenset(("then", "luego"))
_SINGLE = re.compile(r"\d[ -]\d[ -]\d")
_SEVEN_DIGITS = re.compile(r"\d{7}")
_IN_TWO = re.compile(r"\d{3} \d\d")
_SLASHED = re.compile(r"(?<![\w./-])\d{3}/\d{3}[/-]\d{4}(?![\w/])")
_AREA_GLUED = re.compile(r"(?<![\w./-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{7}(?![\w/])")


def spans_of_endings(reading: Reading) -> Iterator[Span]:
    """What a text that holds digits says of a number in pieces."""
    text, words = reading.plain, reading.words
    if not _ENDS.isdisjoint(words):
        for match in _ENDING.finditer(text):
            if _CARDS.search(text):
                yield Span(*match.span("value"), "ACCOUNT")
    if not _LASTS.isdisjoint(words):
        for match in _LAST_FOUR.finditer(text):
            yield Span(*match.span("value"), "SSN")
    if not _AREAS.isdisjoint(words):
        for match in _AREA.finditer(text):
            yield Span(*match.span("value"), "PHONE")
    if not _PIECES.search(text):
        return
    if not _THENS.isdisjoint(words):
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


def spans_of_spelt(text: str) -> Iterator[Span]:
    """Digits of a telephone number in words: "five five five zero one two eight"."""
    for match in _WORDS.finditer(text):
        yield Span(*match.span(), "PHONE")
