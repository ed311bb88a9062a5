"""Where a member lives and how they are written to: what may be said, as people write it. Pure.

A state is no identifier (45 CFR 164.514(b)(2)(i)(B)): it is kept in the clear, so that members are
counted by it and nothing is opened. Language and e-mail address are sealed.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

STATES: Mapping[str, str] = MappingProxyType(
    {
        "AL": "Alabama",
        "AK": "Alaska",
        "AS": "American Samoa",
        "AZ": "Arizona",
        "AR": "Arkansas",
        "CA": "California",
        "CO": "Colorado",
        "CT": "Connecticut",
        "DE": "Delaware",
        "DC": "District of Columbia",
        "FL": "Florida",
        "GA": "Georgia",
        "GU": "Guam",
        "HI": "Hawaii",
        "ID": "Idaho",
        "IL": "Illinois",
        "IN": "Indiana",
        "IA": "Iowa",
        "KS": "Kansas",
        "KY": "Kentucky",
        "LA": "Louisiana",
        "ME": "Maine",
        "MD": "Maryland",
        "MA": "Massachusetts",
        "MI": "Michigan",
        "MN": "Minnesota",
        "MS": "Mississippi",
        "MO": "Missouri",
        "MT": "Montana",
        "NE": "Nebraska",
        "NV": "Nevada",
        "NH": "New Hampshire",
        "NJ": "New Jersey",
        "NM": "New Mexico",
        "NY": "New York",
        "NC": "North Carolina",
        "ND": "North Dakota",
        "MP": "Northern Mariana Islands",
        "OH": "Ohio",
        "OK": "Oklahoma",
        "OR": "Oregon",
        "PA": "Pennsylvania",
        "PR": "Puerto Rico",
        "RI": "Rhode Island",
        "SC": "South Carolina",
        "SD": "South Dakota",
        "TN": "Tennessee",
        "TX": "Texas",
        "UT": "Utah",
        "VT": "Vermont",
        "VI": "Virgin Islands",
        "VA": "Virginia",
        "WA": "Washington",
        "WV": "West Virginia",
        "WI": "Wisconsin",
        "WY": "Wyoming",
    }
)
"""By the two letters of the Postal Service: what 45 CFR 160.103 calls a State, and the two more of
45 CFR 164.406(a), American Samoa and the Northern Mariana Islands."""
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Spanish"})
"""In which letters and texts are written (ISO 639-1)."""
LONGEST_EMAIL = 254
_EMAIL = re.compile(
    r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE
)
_BY_NAME = {name.casefold(): code for code, name in STATES.items()}
_LANGUAGE_BY_NAME = {
    **{name.casefold(): code for code, name in LANGUAGES.items()},
    "español": "es",
    "espanol": "es",
}


class Particulars(NamedTuple):
    """What is known; empty: it is not. ``electronic``: the member agreed to be given notice by
    e-mail and has not withdrawn it (45 CFR 164.404(d)(1)(i)).
    """

    state: str = ""
    language: str = ""
    email: str = ""
    electronic: bool = False

    @property
    def has_contact(self) -> bool:
        """Whether there is anything to seal."""
        return bool(self.language or self.email)


NOTHING_MORE = Particulars()


def state_from(written: str) -> str:
    """The two letters of a state, from them or from its name. Raises ``ValueError``."""
    said = " ".join(written.split())
    code = said.upper() if said.upper() in STATES else _BY_NAME.get(said.casefold())
    if code is None:
        raise ValueError("This is not a state, the District of Columbia or a territory.")
    return code


def language_from(written: str) -> str:
    """The code of a language, from it or from its name. Raises ``ValueError``."""
    said = written.strip().casefold()
    code = said if said in LANGUAGES else _LANGUAGE_BY_NAME.get(said)
    if code is None:
        raise ValueError(f"Letters are written in {' and '.join(LANGUAGES.values())} only.")
    return code


def email_from(written: str) -> str:
    """An e-mail address without blanks around it. Raises ``ValueError``."""
    said = written.strip()
    if len(said) > LONGEST_EMAIL or not _EMAIL.fullmatch(said) or not said.isascii():
        raise ValueError("This is not an e-mail address.")
    return said
