"""Identifiers that show by their shape alone: addresses on the net, numbers, codes, (D) to (O).

Patterns read folded text and are tried only where a character of theirs stands.
"""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import COMMON, KEEP, lexicon
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_AT = re.compile(
    r"(?P<EMAIL>[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24})"
    r"|(?<![\w@])(?P<ID>@[\w.]{2,40}\w)"
)
_SPELT_OUT = re.compile(
    r"[\w.+-]{2,64} ?(?:at|@|arroba) ?[\w-]{2,63}(?: (?:dot|punto) [a-z]{2,12}){1,3}"
)
_LINK = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"']*[\w/=#&-]"
    r"|(?<![\w@.-])(?:[a-z\d][a-z\d-]{0,62}\.){1,6}(?:"
    r"(?:com|org|net|edu|gov|info|health|app|io)(?![\w-])(?:/[^\s<>\"']*[\w/=#&-])?"
    r"|[a-z]{2,4}/[^\s<>\"']*[\w/=#&-])"
)
_HOST = re.compile(r"\.(?:com|org|net|edu|gov|info|health|app|io|[a-z]{2,4}/)")
# Where a number may begin. One of up to four digits that no letter and no other number touches is
# none that is worth a look. Without possessive quantifiers, which match wrongly in Python 3.11.2.
_BEGINNING = re.compile(
    r"[\d(+](?:(?<=[(+])(?=\d)"
    r"|(?<=\d)(?<!\d.)(?!(?<![\w-].)\d{0,3}(?![\w-]|[./ (']{1,4}[\d(])))"
)
_NUMBER = re.compile(
    r"""(?<![a-z\d])(?:
      (?P<IP>(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d))
    | (?P<DATE>(?:19|20)\d\d([-/.])\d{1,2}\3\d{1,2}(?!\d)(?:[ t]\d{1,2}:\d\d(?::\d\d)?)?
        | \d{1,2}([-/.])\d{1,2}\4(?:(?:19|20)\d\d|'?\d\d)(?![\d/])(?:[ ]\d{1,2}:\d\d(?::\d\d)?)?)
    | (?P<MONTH>(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/]))
    | (?P<DAY>\d{1,2}/\d{1,2}(?![\d/]|\.\d))
    | (?P<SSN>\d{3}[- ]\d\d[- ]\d{4}(?!\d))
    | (?P<PHONE>(?:(?:\+\d{1,3}[-. /]?)?\(\d{1,4}\)[-. /]*\d[\d. /-]{4,12}\d(?!\d)
        | (?:\+?\d{1,3}[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)
        | \+\d(?:[-. ()]{0,2}\d){6,14}(?!\d)
        | 0\d{1,4}[- ]\d{3,4}[- ]\d{3,4}(?!\d)
        | 0\d{2,4}(?:[ -]\d{2,4}){2,4}(?!\d)
        | \d{3}[-.]\d{4}(?![\d-]))(?:[ ]?(?:x|ext\.?)[ ]?\d{1,5})?)
    | (?P<GROUPS>\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?(?!\d)|\d{4}[ -]\d{6}[ -]\d{4,5}(?!\d))
    )
    | (?P<CODE>\d[a-z\d]*(?:-[a-z\d]+)*)""",
    re.VERBOSE,
)
_IP6 = re.compile(r"(?<![\w:])(?:[\da-f]{0,4}:){3,7}[\da-f]{1,4}(?![\w:])")
# What stands behind the number of a dose or a count.
_COUNTED = re.compile(
    r"\d+(?:mg|mcg|ug|g|kg|gm|gr|iu|ui|u|units?|unidades|ml|dl|l|cc|oz|lbs?|cal|kcal|calories|"
    r"carbs|steps|pasos|hrs?|h|min|mins|days?|yrs?|yo|am|pm|k|m|ft|cm|mm|km|mi|bpm|mmhg|mmol|x|"
    r"th|st|nd|rd|s)"
)
_SHORTEST_CODE = 5
_YEARS = re.compile(r"(?:19|20)\d\d-(?:19|20)?\d\d")
_FRACTIONS = frozenset(("1/2", "1/3", "2/3", "1/4", "3/4", "24/7", "16/8", "18/6", "20/4"))
_DATE_BEFORE = re.compile(
    r"\b(?:on|since|dob|born|by|until|till|from|after|before|for|appt|is|was|it's|its|date|el|"
    r"desde|hasta|dia|cita|fecha|naci|due|and|visit|seen|of)\W{1,2}$"
)
_NOT_A_DAY = re.compile(
    r"\W{0,2}(?:tabs?|tablets?|pills?|pastillas?|cups?|taza|of a|teaspoons?|tsp|tbsp|units?|"
    r"unidades|mg|ml|pain|dolor|an? hour|hours?|split|way|inch|mile|lb|pounds?|serving|portion|"
    r"can|bottle|sandwich|apple|banana|bp|over)\b"
)


def spans_of_mail(reading: Reading) -> Iterator[Span]:
    """E-mail addresses, and what people are called behind the sign of one."""
    for match in _AT.finditer(reading.plain):
        yield Span(*match.span(), match.lastgroup or "ID")


def spans_of_spelt_mail(reading: Reading) -> Iterator[Span]:
    """E-mail addresses as they are said: "rosa at mail dot com"."""
    text = reading.plain
    if " dot " in text or " punto " in text:
        for match in _SPELT_OUT.finditer(text):
            yield Span(*match.span(), "EMAIL")


def spans_of_links(reading: Reading) -> Iterator[Span]:
    """Addresses of the web."""
    text = reading.plain
    if "://" in text or "www." in text or _HOST.search(text):
        for match in _LINK.finditer(text):
            yield Span(*match.span(), "URL")


def spans_of_ip6(reading: Reading) -> Iterator[Span]:
    """Addresses of the internet's sixth version."""
    text = reading.plain
    if text.count(":") > 2:
        for match in _IP6.finditer(text):
            yield Span(*match.span(), "IP")


def spans_of_numbers(reading: Reading) -> Iterator[Span]:
    """Numbers that are too long or too dated to be a dose or a reading."""
    text = reading.plain
    # It may begin with a sign before its first digit.
    start = _next_number(text, max(0, reading.digit - 1))
    while start < len(text):
        match = _NUMBER.match(text, start)
        end = match.end() if match else start + 1
        if match and match.lastgroup == "CODE":
            start = _beginning(text, start)
            kind = _kind_of_code(text[start:end]) if end - start >= _SHORTEST_CODE else None
        else:
            kind = _kind(match, text) if match else None
        if kind:
            yield Span(start, end, kind)
        start = _next_number(text, end)


def _next_number(text: str, start: int) -> int:
    """Where the next one that is worth a look begins; the end of the text where there is none."""
    if text[start : start + 1].isdecimal() and text[start - 1 : start].isdecimal():
        return start  # what went before took only the first of these digits
    match = _BEGINNING.search(text, start)
    return match.start() if match else len(text)


def _beginning(text: str, start: int) -> int:
    """Where the code begins that has a digit at `start`: "MRN-918A" begins with its letters."""
    while start and (text[start - 1].isalnum() or (text[start - 1] == "-" and start > 1)):
        start -= 1
    return start + 1 if text[start] == "-" else start


def _kind(match: re.Match[str], text: str) -> str | None:
    kind = match.lastgroup
    if kind == "MONTH":
        return "DATE"
    if kind == "DAY":
        return "DATE" if _is_day(match, text) else None
    if kind == "DATE":
        return "DATE" if _is_date(match[0]) else None
    return "ACCOUNT" if kind == "GROUPS" else kind


def _is_date(found: str) -> bool:
    first, second, third = [int(n) for n in re.findall(r"\d+", found)[:3]]
    if first > 31:
        return 1 <= second <= 12 and 1 <= third <= 31
    return 1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31


def _is_day(match: re.Match[str], text: str) -> bool:
    first, second = (int(n) for n in match[0].split("/"))
    if not (1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31):
        return False
    if _NOT_A_DAY.match(text, match.end()):
        return False
    if first <= 12 and match[0] not in _FRACTIONS:
        return True
    before = text[max(0, match.start() - 12) : match.start()]
    return bool(_DATE_BEFORE.search(before))


def _kind_of_code(code: str) -> str | None:
    """A number of seven digits or more, or letters with four, is no dose and no reading."""
    digits = sum(map(str.isdigit, code))
    if digits < 3:
        return None
    letters = sum(map(str.isalpha, code))
    if not letters:
        if digits < 7 or _YEARS.fullmatch(code):
            return None
        return "ACCOUNT" if digits > 12 else "ID"
    if _COUNTED.fullmatch(code) or not (digits > 3 or (letters > 2 and letters + digits > 6)):
        return None
    word = code.rstrip("0123456789-")
    known = lexicon().get(word, 0) if word.isalpha() and len(word) > 3 else 0
    return None if known & (COMMON | KEEP) and digits < 7 else "ID"
