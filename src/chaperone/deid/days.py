"""Days of a month that is not said: "thursday the 9th", "el lunes 14", "the 22nd", (C)."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import BEFORE_DAY
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)\.?,?"
)
_SPANISH_WEEKDAY = r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo),?"
_ORDINAL = rf"(?P<%s>{_DAY}(?:st|nd|rd|th))(?![a-z\d])"
# What may stand behind a day, but not behind "the 3rd floor", "el 50 por ciento".
_GOES_ON = (
    r"(?=[ ]?(?:$|[^\w\s%%/:.-]|[.](?!\d))|"
    r" (?:at|for|to|if|or|and|n|but|so|is|was|im|i|we|my|me|pls|please|works?|sorry|thru|through|"
    r"until|till|in|on|by|with|w|around|instead|cant|ok|good|from|because|its|it|when|about|"
    r"that|this|then|she|he|they|a|al|y|o|para|por favor|en|con|tengo|me|mi|no|es|hay|porque|"
    r"voy|fui|estoy|si|en la|tuve|empece)\b(?! la tarde))"
)
_DAYS = re.compile(
    rf"(?<![\w/.,$-])(?:"
    rf"{_WEEKDAY} (?:the )?{_ORDINAL % 'a'}"
    rf"|{_WEEKDAY} (?P<b>3[01]|[12]\d)(?=[ ]?(?:$|[,.!?;)](?!\d))| (?:at|works|pls|please|for|"
    rf"instead|ok|or|is)\b(?! \d{{3}}))"
    rf"|{_SPANISH_WEEKDAY} (?:el )?(?P<c>{_DAY})(?![\d/.,%:]\d|\d| de la| (?:unidades|mg|"
    rf"pastillas?)"
    rf"\b)(?=[ ]?(?:$|[^\w\s])| (?:a|de|por|en|para|o|y|no|que|tengo|me|voy|si)\b)"
    rf"|(?:the|on|until|till|by|since|for|thru) {_ORDINAL % 'd'}{_GOES_ON.replace('%%', '%')}"
    rf"|(?:(?:el|hasta el|desde el) (?:dia )?|(?:para|hasta|desde) dia )(?P<e>{_DAY})(?![\d/.,%:]"
    rf"\d|\d){_GOES_ON.replace('%%', '%')}"
    rf")"
)


# "my birthday 9 12 64", "dob 3.12.58".
_BORN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|birthday|bday|b-day|birthdate|date of birth|born|naci|nacimiento|"
    r"fecha de nac)"
    r"(?: (?:is|es|el|on|was))?[ :#=]{1,3}(?P<value>\d{1,2}[ .]\d{1,2}[ .](?:19|20)?\d\d)(?!\d)"
)


_ORDINAL_DIGITS = re.compile(r"\d(?:st|nd|rd|th)")


def spans_of_days(reading: Reading) -> Iterator[Span]:
    """The days of a text that hang on a weekday or an article."""
    plain = reading.plain
    # Without such a word before it, a day is an ordinal.
    if reading.kinds & BEFORE_DAY or _ORDINAL_DIGITS.search(plain):
        for match in _DAYS.finditer(plain):
            group = match.lastgroup or 0
            start = match.start(group) if group in ("d", "e") else match.start()
            yield Span(start, match.end(group), "DATE")


def spans_of_birthdays(reading: Reading) -> Iterator[Span]:
    """Birthdays said in three numbers."""
    for match in _BORN.finditer(reading.plain):
        yield Span(*match.span("value"), "DATE")
