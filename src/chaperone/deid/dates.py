"""Dates with the month as a word, and months alone, (C).

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
_SPANISH_DAY = (
    r"(?:primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|"
    r"quince|"
    r"dieciseis|diecisiete|dieciocho|diecinueve|veinte|veinti(?:uno|un|dos|tres|cuatro|cinco|seis|"
    r"siete|ocho|nueve)|treinta(?: y un[oa]?)?)"
)
_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|lunes|martes|miercoles|jueves|viernes|sabado|"
    r"domingo)[a-z]{0,6}\.?,? )?"
)
_YEAR = (
    r"(?:(?:19|20)\d\d(?!\d)|'\d\d(?!\d)|(?:mil novecientos|dos mil|nineteen|"
    r"twenty)(?: [a-z]+(?: y [a-z]+)?)?)"
)
# "oct 3 61": two figures more are a year, unless they are counted.
_SHORT_YEAR = (
    r"\d\d(?![\d/:.%]| (?:units?|mg|ml|u|miles?|carbs?|lbs?|min|am|pm|years|yrs|over|after|"
    r"fasting)\b)"
)
_DATE = re.compile(
    rf"(?<![a-z\d]){_WEEKDAY}(?:"
    rf"(?:{_DAY}|(?:{_ORDINAL})(?= (?:of )?{_MONTH})|{_SPANISH_DAY}(?= (?:de )?{_MONTH}))(?: of|"
    rf" de|"
    rf"[-/.])?[ ]?{_MONTH}(?:[ ,/-]{{0,2}}(?:de |del |of )?{_YEAR}|[/-]\d\d(?!\d)| {_SHORT_YEAR})?"
    rf"|{_MONTH},? (?:of |de |del )?{_YEAR},? (?:on )?the {_DAY}"
    rf"|{_MONTH}[ /-]{{0,2}}(?:the )?(?:{_DAY}|{_ORDINAL})(?:[ ,/-]{{0,2}}(?:of )?{_YEAR}|"
    rf"[,/-] ?\d\d(?![\d/])| {_SHORT_YEAR})?"
    rf"|{_MONTH},? (?:of |de |del )?{_YEAR}|(?:(?<=born )|(?<=born in )|"
    rf"(?<=naci en )){_MONTH} \d\d(?!\d))"
)
# "in March", "desde abril": of what may stand before a month that is said alone.
_MONTH_AFTER = re.compile(
    r"\b(?:in|since|last|this|next|until|till|early|late|mid|during|before|of|en|desde|hasta|de|"
    r"proximo|pasado|from|dob|born|by|come)[ -]$"
)
_LONGEST_BEFORE = 32
_LONGEST_AFTER = 60
# What is read as a date although a dose, a distance or a modal verb stands there.
_NOT_A_DATE = re.compile(
    r" ?(?:units?|mg|ml|u|miles?|hours?|hrs?|times?|pills?|tablets?|pounds?|lbs?)(?![a-z])"
)


def spans_of_dates(reading: Reading) -> Iterator[Span]:
    """Dates with the name of a month, and months alone."""
    plain, done = reading.plain, 0
    for at in reading.places_of(MONTH):
        start = reading.starts[at]
        if start < done:
            continue
        begin, end = max(done, start - _LONGEST_BEFORE), reading.ends[at] + _LONGEST_AFTER
        match = _DATE.search(plain, begin, end)
        if match and match.start() <= start:
            done = match.end()
            if not _NOT_A_DATE.match(plain, done):
                yield Span(*match.span(), "DATE")
        elif _MONTH_AFTER.search(plain, max(0, start - 8), start):
            yield Span(start, reading.ends[at], "DATE")
