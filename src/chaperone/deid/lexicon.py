"""What is known of single words: one number of bits for each, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

COMMON = 1  # an ordinary word, English or Spanish
FIRST = 2  # a first name or a short form of one
LAST = 4  # a surname
FUNCTION = 8  # the, is, and: never part of a name
RELATIVE = 16
TITLE = 32
CITY = 64  # a city of one word
CITY_BEGINS = 128  # the first word of a city of several
FACILITY = 256
STREET = 512
KEEP = 1024  # a medicine, disease, shop: what stays although it looks like a name
EPONYM_NOUN = 2048
MONTH = 4096
STATE = 8192
LABEL = 16384  # says that a number follows
CUE = 32768  # ends a phrase after which a name comes
BUSINESS = 65536
SELDOM = 131072  # a name that is mostly something else
IN = 262144  # a preposition of place
GENERIC = 524288  # "the", "local", "eye": does not name the clinic that it stands before
AGE_WORD = 1048576
BOX = 2097152
WORK = 4194304  # ends a phrase after which an employer comes
ROAD = 8388608  # begins the name of a street: calle, rue, "corner of"
SAINT = 1 << 24
PET = 1 << 25  # nana, big: part of what somebody is called
CITY_GOES_ON = 1 << 26  # the second word of a city of several
BEGINS = 1 << 27  # begins the name of a business or a clinic: panaderia, hotel
HOSPITAL = 1 << 28  # names a hospital without the word: mercy, northside
CAPITAL = 1 << 30  # of a word in a text: begins with a capital letter
UPPER = 1 << 31  # of a word in a text: has another capital, as COPD and HFrEF do

NAME = FIRST | LAST


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
    return bits


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
}
