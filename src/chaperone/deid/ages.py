"""Ages of 90 and above, in figures or in words, (C); those below may stay."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import COMMON, FIRST, RELATIVE, vocabulary
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_OLD = re.compile(
    r"(?<![a-z\d./,:$#+-])(?:9\d|1[01]\d|12[0-5]|(?:ninety|noventa)(?:[ -](?:y )?(?:one|two|three|"
    r"four|five|six|seven|eight|nine|uno|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?|"
    r"(?:a |one )?hundred(?: (?:and )?(?:one|two|three|four|five|ten))?|"
    r"cien(?:to)?(?: (?:uno|dos|tres|cinco|diez))?)(?![a-z\d/%]|[.,:-]\d)"
)
_MAY_BE_OLD = re.compile(r"9\d|1[012]\d")
_YEARS = re.compile(r" ?-? ?(?:years?|yrs?|yr|y/?o|yo|anos?)\b")
_READING = re.compile(
    r"[ ]?(?:mg|over|fasting|after|before|this|last|at|am|pm|lbs?|pounds?|units?|de|en|bpm|carbs?|"
    r"grams?|kilos?|kg|percent|steps|pasos|despues|antes|when|a las|again|today|right|rn|hoy|"
    r"minutes?|min|miles?|times?|calories|x|degrees|days|dollars|sugar|dl)(?![a-z])"
)
_GOES_ON = re.compile(r" (?:and|n|y|but|so|con|pero|still|ya|todavia|who|fell|has|had|[a-z]{4,})\b")
# "im 98 and shaky" tells a reading, "im 98 and on glipizide" an age.
_FEELS = re.compile(
    r" (?:and|n|y|but|so) (?:i )?"
    r"(?:feel|shak|sweat|diz|low|high|drop|ris|steady|going|tired|hungry)"
)
_OTHERS = frozenset(("he", "she", "who", "ella", "pt", "patient"))
_SELF = frozenset(("i'm", "im", "am", "tengo"))
_GREAT = ("bisabuel", "tatarabuel")
_ADVERBS = vocabulary()["age_adverbs"]
_BIRTHDAYS = vocabulary()["birthday_words"]
_ARE = vocabulary()["age_verbs"]
_WILL = frozenset(("will", "gonna", "to", "ll", "almost", "would", "going"))
# Nobody's child is ninety: beside these stands a reading.
_YOUNG = vocabulary()["young_relatives"]


def spans_of_ages(reading: Reading) -> Iterator[Span]:
    """Ages by what stands around them: years, a birthday, a person who is not the reading's."""
    plain = reading.plain
    start = 0
    if not _says_old(plain):
        figures = _MAY_BE_OLD.search(plain, reading.digit)
        if not figures:
            return
        start = figures.start()
    for match in _OLD.finditer(plain, start):
        if _YEARS.match(reading.plain, match.end()) or _is_somebodys(reading, match):
            yield Span(*match.span(), "AGE")


def _says_old(plain: str) -> bool:
    return "ninety" in plain or "noventa" in plain or "hundred" in plain or "cien" in plain


def _is_somebodys(reading: Reading, match: re.Match[str]) -> bool:
    end = match.end()
    at = reading.at(match.start()) - 1
    if at < 0:
        return False
    if reading.plain[reading.ends[at] : match.start()].strip(" :"):
        return False
    hedged = at > 0 and reading.keys[at] in _ADVERBS
    if hedged and reading.keys[at] != "turning":
        at -= 1
    key = reading.keys[at]
    if key in _BIRTHDAYS or (key == "de" and at and reading.keys[at - 1] == "edad"):
        return True
    if _READING.match(reading.plain, end):
        return False
    if key in _SELF:
        return _is_own(reading, end, hedged=hedged)
    if key in _ARE and at:
        return _is_person(reading, _subject(reading, at))
    if key == "de" and at:
        return _is_person(reading, at - 1) or reading.keys[at - 1].startswith(_GREAT)
    if _is_contracted(key):
        return True
    return _is_person(reading, at) and bool(_GOES_ON.match(reading.plain, end))


def _is_own(reading: Reading, end: int, *, hedged: bool) -> bool:
    plain = reading.plain
    if plain.startswith(" ya", end):
        return True
    joined = re.match(r" (?:and|n|y|but|so) ", plain[end : end + 5])
    return bool(joined) and not hedged and not _FEELS.match(plain, end)


def _subject(reading: Reading, verb: int) -> int:
    at = verb - 1
    while at > 0 and reading.keys[at] in _WILL | _ADVERBS:
        at -= 1
    return at


def _is_contracted(key: str) -> bool:
    """Whether the word is "she's", "hes", "whos", "moms": who somebody is."""
    own = key.removesuffix("s").removesuffix("'")
    return own != key and (own in _OTHERS or own in _ELDERS)


_ELDERS = vocabulary()["relatives"] - _YOUNG


def _is_person(reading: Reading, at: int) -> bool:
    """Whether word `at` is a person other than a child, or the name of one behind the relative."""
    key, bits = reading.keys[at], reading.bits[at]
    if key in _OTHERS or (key == "law" and at and reading.keys[at - 1] == "in"):
        return True
    if bits & RELATIVE:
        return key not in _YOUNG
    before = reading.bits[at - 1] if at else 0
    if before & RELATIVE and reading.keys[at - 1] not in _YOUNG:
        return bool(bits & FIRST) or not bits & COMMON
    return False
