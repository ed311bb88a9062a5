"""What is known of single words: one number of bits for each, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

# Of a word. Python is quickest with numbers of 30 bits: what is asked of every word comes first.
COMMON = 1 << 0  # an ordinary word, English or Spanish
FIRST = 1 << 1  # a first name or a short form of one
LAST = 1 << 2  # a surname
FUNCTION = 1 << 3  # the, is, and: never part of a name
RELATIVE = 1 << 4
TITLE = 1 << 5
CITY = 1 << 6  # a city of one word
CITY_BEGINS = 1 << 7  # the first word of a city of several
CITY_GOES_ON = 1 << 8  # the second word of a city of several
FACILITY = 1 << 9
STREET = 1 << 10
KEEP = 1 << 11  # a medicine, disease, shop: what stays although it looks like a name
EPONYM_NOUN = 1 << 12
MONTH = 1 << 13
STATE = 1 << 14
LABEL = 1 << 15  # says that a number follows
CUE = 1 << 16  # ends a phrase after which a name comes
BUSINESS = 1 << 17
SELDOM = 1 << 18  # a name that is mostly something else
IN = 1 << 19  # a preposition of place
GENERIC = 1 << 20  # "the", "local", "eye": does not name the clinic that it stands before
PET = 1 << 21  # nana, big: part of what somebody is called
WORK = 1 << 22  # ends a phrase after which an employer comes
ROAD = 1 << 23  # begins the name of a street: calle, rue, "corner of"
SAINT = 1 << 24
AGE_WORD = 1 << 25
BEGINS = 1 << 26  # begins the name of a business or a clinic: panaderia, hotel
HOSPITAL = 1 << 27  # names a hospital without the word: mercy, northside
CAPITAL = 1 << 28  # of a word in a text: begins with a capital letter
UPPER = 1 << 29  # of a word in a text: has another capital, as COPD and HFrEF do
BOX = 1 << 30

# Of a text: it holds a word without which the patterns of a finder find nothing.
SPELT_OUT = 1 << 31
GATE = 1 << 32
BEFORE_DAY = 1 << 33
BIRTH = 1 << 34
NUMBER_ENDS = 1 << 35
LAST_DIGITS = 1 << 36
AREA = 1 << 37
THEN = 1 << 38
NET = 1 << 39
STATE_CODE = 1 << 40
WARD = 1 << 41
SPELT_DIGIT = 1 << 42
# Of a text: it holds such a sign.
DIGIT = 1 << 43
AT_SIGN = 1 << 44
POINT = 1 << 45
COLON = 1 << 46
LINE_UNDER = 1 << 47
PIECES = 1 << 48  # digits close behind a digit, or the letters of an ordinal

NAME = FIRST | LAST
KNOWN = BOX * 2 - 1  # whatever says something of the word itself
TRIGGERS = SPELT_OUT | GATE | BEFORE_DAY | BIRTH | NUMBER_ENDS | LAST_DIGITS
TRIGGERS |= SPELT_DIGIT | AREA | THEN | NET | STATE_CODE | WARD


def _read(name: str) -> str:
    return (files("chaperone.deid") / name).read_text("utf-8")


@cache
def vocabulary() -> dict[str, Any]:
    """The lists of `vocabulary.toml`: those in quotes as sets of words, the others as they are."""
    return {
        name: frozenset(value.split()) if isinstance(value, str) else value
        for name, value in tomllib.loads(_read("vocabulary.toml")).items()
    }


@cache
def cities() -> dict[tuple[str, str], frozenset[str]]:
    """Cities of several words, by their first two."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in _read("lexica/cities.txt").splitlines():
        if " " in line:
            first, second, *_ = line.replace("-", " ").replace("'", " ").split()
            found.setdefault((first, second), set()).add(line)
    return {words: frozenset(names) for words, names in found.items()}


@cache
def medicine_endings() -> tuple[str, ...]:
    """What only the names of medicines end in."""
    return tuple(vocabulary()["medicine_endings"])


@cache
def nicknames() -> dict[str, list[str]]:
    """The short forms of first names."""
    lines = (line.split() for line in _read("lexica/nicknames.txt").splitlines())
    return {name: forms for name, *forms in lines}


@cache
def lexicon() -> dict[str, int]:
    """The bits of every word that is known."""
    bits: dict[str, int] = {}
    for name, bit in (("words", COMMON), ("first_names", FIRST), ("last_names", LAST)):
        for word in _read(f"lexica/{name}.txt").splitlines():
            bits[word] = bits.get(word, 0) | bit
    for line in _read("lexica/cities.txt").splitlines():
        first, _, rest = line.partition(" ")
        bits[first] = bits.get(first, 0) | (CITY_BEGINS if rest else CITY)
        if rest:
            second = rest.replace("-", " ").replace("'", " ").split()[0]
            bits[second] = bits.get(second, 0) | CITY_GOES_ON
    for name, bit in _LISTS.items():
        for phrase in vocabulary()[name]:
            word = phrase.split()[-1]
            bits[word] = bits.get(word, 0) | bit
    for phrases in vocabulary()["labels"].values():
        for phrase in phrases:
            word = phrase.split()[-1]
            bits[word] = bits.get(word, 0) | LABEL
    # Equal bits are one number in memory, which stays in the processor's cache.
    same: dict[int, int] = {}
    return {word: same.setdefault(known, known) for word, known in bits.items()}


_LISTS = {
    "function": FUNCTION | COMMON,
    "relatives": RELATIVE | COMMON,
    "titles": TITLE | COMMON,
    "facility_ends": FACILITY | COMMON,
    "streets": STREET,
    "eponyms": KEEP,
    "brands": KEEP,
    "eponym_nouns": EPONYM_NOUN | COMMON,
    "months": MONTH | COMMON,
    "states": STATE,
    "sure": CUE,
    "likely": CUE,
    "businesses": BUSINESS | COMMON,
    "employment": WORK,
    "seldom_names": SELDOM | COMMON,
    "ordinary_names": COMMON,
    "business_begins": BEGINS | COMMON,
    "hospital_names": HOSPITAL,
    "in_places": IN,
    "generic_places": GENERIC | COMMON,
    "age_words": AGE_WORD,
    "boxes": BOX,
    "pets": PET,
    "saints": SAINT,
    "roads": ROAD,
    "spelt_digits": SPELT_DIGIT,
    "spelt_points": SPELT_OUT,
    "gates": GATE,
    "before_days": BEFORE_DAY,
    "births": BIRTH,
    "number_ends": NUMBER_ENDS,
    "last_digits": LAST_DIGITS,
    "areas": AREA,
    "thens": THEN,
    "nets": NET,
    "state_codes": STATE_CODE,
    "wards": WARD,
}
