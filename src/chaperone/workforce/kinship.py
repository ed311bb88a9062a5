"""By what members are told to be relatives, housemates or neighbours of who opens their records:
tokens of a surname, a household and a neighbourhood, of which only blind indexes are kept. Pure.

Indexed under the same elements wherever they stand, so that a member's compares equal with that of
somebody of the workforce, and nothing is opened to find out (45 CFR 164.308(a)(1)(ii)(D)). What an
index leaks is in ``docs/security/kinship.md``. A token is empty where there is nothing to compare.
"""

import re
import unicodedata

SURNAME = "kinship.surname"
HOUSEHOLD = "kinship.household"
AREA = "kinship.area"
# As ``members`` has it, which is a room above: a test holds the two together.
PHONE = "members.member.phone"

_AFTER_A_NAME = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "rn", "np", "do"})
_SHORT = {
    "apartment": "",
    "apt": "",
    "unit": "",
    "ste": "",
    "suite": "",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "cir": "circle",
    "ct": "court",
    "dr": "drive",
    "hwy": "highway",
    "ln": "lane",
    "pkwy": "parkway",
    "pl": "place",
    "rd": "road",
    "sq": "square",
    "st": "street",
    "ter": "terrace",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}
_WORD = re.compile(r"[^\W_]+")
_ZIP = re.compile(r"(\d{5})-?\d{4}")


def address_of(street: str, postal_code: str) -> str:
    """One text of both, as it is sealed; empty where neither is given."""
    lines = [" ".join(street.split()), " ".join(postal_code.split())]
    return "\n".join(lines) if any(lines) else ""


def surname_of(name: str) -> str:
    """The last word of a name, or what stands before its comma."""
    family = name.split(",")[0] if "," in name else name
    words = [word for word in _words(family) if word not in _AFTER_A_NAME]
    if not words:
        return ""
    return "".join(words) if "," in name else words[-1]


def household_of(address: str) -> str:
    """Street, number and postal code, however they are abbreviated. Empty without both."""
    street, postal_code = _lines(address)
    words = [_SHORT.get(word, word) for word in _words(street)]
    said = " ".join(filter(None, words))
    return f"{said}|{_code(postal_code)}" if said and _code(postal_code) else ""


def area_of(address: str) -> str:
    """The postal code; of a ZIP+4 the first five digits."""
    return _code(_lines(address)[1])


def _lines(address: str) -> tuple[str, str]:
    street, _, postal_code = address.partition("\n")
    return street, postal_code


def _code(postal_code: str) -> str:
    joined = "".join(_words(postal_code))
    found = _ZIP.fullmatch(joined)
    return found.group(1) if found else joined


def _words(text: str) -> list[str]:
    # Taken apart before and after: a letter of mathematics is a capital only once it is a letter.
    folded = unicodedata.normalize("NFKD", text).casefold()
    apart = unicodedata.normalize("NFKD", folded.replace("'", "").replace("\u2019", ""))
    return _WORD.findall("".join(each for each in apart if not unicodedata.combining(each)))
