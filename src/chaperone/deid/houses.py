"""House numbers with a street that no word calls a street: "staying at 512 magnolia", (B)."""

import re
from collections.abc import Iterator

from chaperone.deid.addresses import tail_of_address
from chaperone.deid.lexicon import CAPITAL, COMMON, FUNCTION, KEEP, MONTH, NAME, vocabulary
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_SUFFIX = (
    r"(?:st|street|ave?|avenue|ct|court|rd|road|dr|drive|ln|lane|pl|place|ter|terrace|blvd|way|cir|"
    r"pkwy|hwy|trl)\b"
)
_COMPASS = re.compile(
    rf"\d{{1,5}} (?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.? \d{{1,3}}"
    rf"(?:(?:st|nd|rd|th)\b(?: {_SUFFIX})?| {_SUFFIX})"
    rf"|(?:ne|nw|se|sw) [a-z\d]+(?: {_SUFFIX})?)"
)
_GOES_ON = r"(?: (?:n|s|e|w|on|north|south|east|west)\.?)? (?=[a-z])"
# Begins with a set of signs: so the search skips to the next of them.
_HOUSE = re.compile(rf"\d(?<![\w./,$#-].)\d{{1,4}}[a-d]?{_GOES_ON}")
_HOUSE_OR_LOT = re.compile(
    r"[\dlus](?<![\w./,$#-].)(?:(?:(?<=l)ot|(?<=u)nit|(?<=s)pace) \d{1,4}|(?<=\d)\d{1,4}[a-d]?)"
    + _GOES_ON
)
# A number alone may be a reading: behind these words it is a house.
_STAYS = re.compile(
    r"(?:\b(?:stay(?:ing|s)? (?:at|on)|liv(?:e|es|ing) (?:at|on|in)|address(?: is|:)?|"
    r"moved? (?:in)?to|"
    r"drop (?:it|them|me|off)? ?(?:off )?at|leave (?:it |them )?(?:at|by)|send (?:it |"
    r"them )?(?:to|at)|"
    r"mail (?:it |them )?to|ship (?:it )?to|deliver(?:y|ed)?(?: it)?(?: to| at)?|we r at|we are at|"
    r"we're at|im at|i'm at|i am at|house(?: is)?|home is|come to|pick (?:me|it) up (?:at|from)|"
    r"box (?:to|at)|strips to|meds to|vivo en(?: el| la)?|estoy en(?: el| la)|mi casa es(?: la|"
    r" el)?|"
    r"en (?:la|el)|direccion(?: es)?:?|number|numero|casa(?: en)?|corner house|new place(?: is)?|"
    r"place at|place is|over (?:at|on)|ride to|mudamos a(?:l| la)?))[ ]?$"
)
_UNIT = re.compile(
    rf" (?:(?:{'|'.join(sorted(vocabulary()['units'], key=len, reverse=True))})\.? ?#? ?"
    r"(?:[a-z]?\d+[a-z]?|[a-z])\b|# ?[a-z]?\d+[a-z]?\b)"
)
_ENDS = re.compile(
    r"[ ]?(?:$|[,.!?;\n)])| (?:now|please|pls|send|back|front|if|and|y|this|until|till?|ahora|por|"
    r"thanks|thx|with|w|today|by|near|cerca|leave|side|st|ave)\b"
)
_COUNTED = vocabulary()["counted"]
_UNIT_WORDS = vocabulary()["units"]


def spans_of_houses(reading: Reading) -> Iterator[Span]:
    """The houses of a text that holds digits."""
    for match in _houses(reading):
        compass = _COMPASS.match(reading.plain, match.start())
        if compass:
            yield Span(match.start(), tail_of_address(reading, compass.end()), "ADDRESS")
        first = reading.at(match.end())
        last = _street(reading, first)
        if last is None:
            continue
        end = reading.ends[last]
        unit = _UNIT.match(reading.plain, end)
        if unit or (
            _ENDS.match(reading.plain, end)
            and _is_street(reading, first, match)
            and _stays(reading, match.start())
        ):
            yield Span(match.start(), unit.end() if unit else end, "ADDRESS")


def _houses(reading: Reading) -> Iterator[re.Match[str]]:
    plain = reading.plain
    if "lot " in plain or "unit " in plain or "space " in plain:
        return _HOUSE_OR_LOT.finditer(plain)
    return _HOUSE.finditer(plain, reading.digit)


def _stays(reading: Reading, start: int) -> bool:
    """Whether somebody stays, lives or is sent something at what begins at `start`."""
    return bool(_STAYS.search(reading.plain[max(0, start - 24) : start]))


def _street(reading: Reading, first: int) -> int | None:
    """The last of one or two words that can name a street."""
    last = None
    for at in range(first, min(first + 2, len(reading.keys))):
        bits, key = reading.bits[at], reading.keys[at]
        if at > first and reading.gaps[at - 1] != " ":
            break
        if bits & (FUNCTION | MONTH) or key in _COUNTED or reading.lengths[at] < 3:
            break
        if bits & KEEP and not bits & (NAME | CAPITAL):
            break
        if at > first and _ENDS.match(reading.plain, reading.ends[last or first]):
            break
        if key in _UNIT_WORDS:
            break
        last = at
    return last


def _is_street(reading: Reading, first: int, match: re.Match[str]) -> bool:
    """Whether the word after the number is no thing that is counted, by its own right."""
    bits = reading.bits[first]
    if match[0].startswith(("lot", "unit", "space")) or " on " in match[0]:
        return bool(bits & (NAME | CAPITAL)) or not bits & COMMON or reading.keys[first] in _TREES
    return bool(bits & (NAME | CAPITAL)) or not bits & COMMON or reading.keys[first] in _TREES


_TREES = vocabulary()["trees"]
