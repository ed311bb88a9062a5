"""Five-digit ZIPs, beside a place or alone, (B)."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import CITY, STATE, vocabulary
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

# Begins with one digit, not with a count of them: so the search skips to the next digit.
_FIVE = re.compile(r"\d\d{4}(?:-\d{4})?(?![\w%]|[.,-]\d| ?(?:steps|units|iu|mg))")
_BESIDE = frozenset((" ", ", ", ",", ". "))
_STATES = vocabulary()["state_codes"] | vocabulary()["state_words"]
# The first three digits that the US Postal Service gives to nobody.
_UNUSED = vocabulary()["unused_zips"]
# A round number is rather a goal of steps or a price.
_ROUND = re.compile(r"\d{2}000|\d\d?0{3,4}|12345")
_COUNTED = re.compile(
    r"[ ]*(?:st[e]?ps?|pasos|cal\b|calories|calorias|kcal|dollars|dolares|bucks|pesos|people|"
    r"miles|feet|ft|units|iu|ui|mcg|mg|ml|points|puntos|words|times|veces|a day|per|por dia|al dia|"
    r"so far|yesterday|last|this|on my (?:watch|fitbit|phone|pedometer)|"
    r"in (?:one|a|total)|done|hoy|ayer)"
)
_COUNTS_BEFORE = re.compile(
    r"\b(?:walk(?:ed|ing|s)?|steps?|pasos|camine|caminar|did|hit|got|goal(?: is)?|meta|cost|costs|"
    r"costo|bill(?: was| is| of)?|owe|paid|debo|pay|about|over|almost|only|calories|total|was|made|"
    r"charged?|worth|watch says|fitbit(?: says)?|up to|like|than|each|\$|usd|price|hice|llevo|"
    r"confirmation|order|ticket|code|case|[a-z]* mil)[ :#]*$"
)


def spans_of_zips(reading: Reading) -> Iterator[Span]:
    """Five digits after a state or a city, with a nought in front, or alone and not counted."""
    for match in _FIVE.finditer(reading.plain, reading.digit):
        start = match.start()
        if reading.goes_before(start):
            continue
        if match[0][0] == "0" or _is_beside_place(reading, start) or _is_alone(reading, match):
            yield Span(*match.span(), "ZIP")


def _is_beside_place(reading: Reading, start: int) -> bool:
    before = reading.at(start) - 1
    if before < 0 or reading.plain[reading.ends[before] : start] not in _BESIDE:
        return False
    return reading.keys[before] in _STATES or bool(reading.bits[before] & (STATE | CITY))


def _is_alone(reading: Reading, match: re.Match[str]) -> bool:
    if match[0][:3] in _UNUSED or _ROUND.fullmatch(match[0]):
        return False
    plain, start = reading.plain, match.start()
    if _COUNTED.match(plain, match.end()):
        return False
    return not _COUNTS_BEFORE.search(plain, max(0, start - 18), start)
