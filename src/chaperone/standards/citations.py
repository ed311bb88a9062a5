"""Citations of 45 CFR parts 160 and 164: finding them in a text, and whether they exist."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_CITED = re.compile(r"(?<![\d.])(1(?:60|64)\.\d{3})((?:\([a-zA-Z0-9]{1,5}\))*)")


def cited_in(text: str) -> tuple[str, ...]:
    """The citations in a text, such as ``164.312(a)(2)(iv)``, in order, each once."""
    return tuple(dict.fromkeys("".join(found.groups()) for found in _CITED.finditer(text)))


def exists(citation: str) -> bool:
    """Whether there is such a section or paragraph in 45 CFR part 160 or 164."""
    found = _CITED.fullmatch(citation)
    if found is None:
        return False
    section, paragraph = found.groups()
    return section in _paragraphs() and (not paragraph or paragraph in _paragraphs()[section])


@cache
def _paragraphs() -> Mapping[str, frozenset[str]]:
    rows = json.loads(files("chaperone.standards").joinpath("paragraphs.json").read_bytes())
    return {section: frozenset(listed.split()) for section, listed in rows.items()}
