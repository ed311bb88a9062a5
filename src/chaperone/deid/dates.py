"""Dates with the month as a word, months alone, and ages of 90 and above, (C).

"All elements of dates (except year)": a month is one. Years stay, as do days of the week and times.
"""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import MONTH
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?|enero|ene|febrero|marzo|abril|abr|mayo|junio|julio|agosto|ago|sep?tiembre|"
    r"octubre|noviembre|diciembre|dic)(?![a-z])\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?(?![a-z\d/%.]\d|[a-z])"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"tenth|eleventh|twelfth|thirteenth|"
    r"fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|lunes|martes|miercoles|jueves|viernes|sabado|"
    r"domingo)[a-z]{0,6}\.?,? )?"
)
_YEAR = r"(?:(?:19|20)\d\d(?!\d)|'\d\d(?!\d))"
_DATE = re.compile(
    rf"(?<![a-z\d]){_WEEKDAY}(?:"
    rf"(?:{_DAY}|(?:{_ORDINAL})(?= (?:of )?{_MONTH}))(?: of| de|"
    rf"[-/.])?[ ]?{_MONTH}(?:[ ,/-]{{0,2}}(?:de |del |of )?{_YEAR}|[/-]\d\d(?!\d))?"
    rf"|{_MONTH}[ /-]{{0,2}}(?:the )?(?:{_DAY}|{_ORDINAL})(?:[ ,/-]{{0,2}}(?:of )?{_YEAR}|"
    rf"[,/-] ?\d\d(?![\d/]))?"
    rf"|{_MONTH},? (?:of |de |del )?{_YEAR})"
)
# "in March", "desde abril": of what may stand before a month that is said alone.
_MONTH_AFTER = re.compile(
    r"\b(?:in|since|last|this|next|until|till|early|late|mid|during|before|of|en|desde|hasta|de|"
    r"proximo|pasado)[ -]$"
)
_LONGEST_BEFORE = 24
_LONGEST_AFTER = 40
# What is read as a date although a dose, a distance or a modal verb stands there.
_NOT_A_DATE = re.compile(
    r" ?(?:units?|mg|ml|u|miles?|hours?|hrs?|times?|pills?|tablets?|pounds?|lbs?)(?![a-z])"
)
_TENS = (
    r"(?:ninety|noventa)(?:[ -](?:y )?(?:one|two|three|four|five|six|seven|eight|nine|uno|un|dos|"
    r"tres|cuatro|cinco|seis|siete|ocho|nueve))?"
)
_OLD = (
    rf"(?:9\d|1[01]\d|12[0-5]|{_TENS}|(?:a |one )?hundred(?: (?:and )?(?:one|two|three|four|five|"
    rf"ten))?|cien(?:to)?(?: (?:uno|dos|tres|cinco|diez))?)"
)
_UNIT = r"(?: ?-? ?(?:years?|yrs?|yr|y/?o|yo|anos?)\b)"
_RELATIVE = (
    r"(?:mom|mum|mother|dad|father|grand(?:ma|pa|mother|father)|granny|nana|gramps|husband|wife|"
    r"aunt|uncle|neighbor|abuel[oa]|abuelit[oa]|"
    r"madre|padre|mama|papa|suegr[oa]|ti[oa]|espos[oa]|he|she|who)"
)
_AGE = re.compile(
    rf"(?<![a-z\d.])(?:(?P<a>{_OLD})(?={_UNIT})"
    rf"|(?:age|aged|turned|turning|turns|turn|cumpli[or]?|cumple|edad(?: de)?|age is|"
    rf"age:) (?P<b>{_OLD})(?![\d.]|[ ]?(?:mg|%|over|/))"
    rf"|{_RELATIVE}(?: [a-z]+)? (?:is|s|tiene|es|just) (?P<e>{_TENS})\b"
    rf"|{_RELATIVE}(?: [a-z]+)? (?:is|s|tiene|es|just) (?P<c>{_OLD})(?= (?:and|y|but|now|so|con|"
    rf"pero)\b)"
    rf"|(?:i'?m|i am) (?P<d>9\d|{_TENS})(?= (?:and|y|but|so) (?!shak|sweat|diz|feel|low|high|drop|"
    rf"ris|steady|going)))"
)


def spans_of_dates(reading: Reading) -> Iterator[Span]:
    """Dates with the name of a month, and months alone."""
    plain, done = reading.plain, 0
    for at, bits in enumerate(reading.bits):
        start = reading.starts[at]
        if not bits & MONTH or start < done:
            continue
        begin, end = max(done, start - _LONGEST_BEFORE), reading.ends[at] + _LONGEST_AFTER
        match = _DATE.search(plain, begin, end)
        if match and match.start() <= start:
            done = match.end()
            if not _NOT_A_DATE.match(plain, done):
                yield Span(*match.span(), "DATE")
        elif _MONTH_AFTER.search(plain, max(0, start - 8), start):
            yield Span(start, reading.ends[at], "DATE")


def spans_of_ages(text: str) -> Iterator[Span]:
    """Ages of 90 and above, in figures or in words; those below may stay."""
    for match in _AGE.finditer(text):
        yield Span(*match.span(match.lastgroup or 0), "AGE")
