"""Which articles of the GDPR a standard answers as well, and why (Regulation (EU) 2016/679)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from chaperone.standards.catalogue import find


class Same(NamedTuple):
    """What proves ``citation`` proves ``article`` as well, in the part that ``reason`` names."""

    citation: str
    article: str
    reason: str


@cache
def all_same() -> tuple[Same, ...]:
    """The whole mapping. Raises ``NoSuchStandard`` for what the catalogue does not have."""
    text = files("chaperone.standards").joinpath("gdpr.toml").read_text("utf-8")
    rows = tuple(Same(**row) for row in tomllib.loads(text)["same"])
    for row in rows:
        find(row.citation)
    return rows


def articles_of(citation: str) -> tuple[Same, ...]:
    """What a standard answers of the GDPR; nothing where it answers nothing of it."""
    return _by_citation().get(citation, ())


def citations_of(article: str) -> tuple[Same, ...]:
    """What answers an article, such as ``Art. 32``, or a part of it, such as ``Art. 32(1)(a)``."""
    return tuple(row for row in all_same() if _lies_in(row.article, article))


def _lies_in(part: str, whole: str) -> bool:
    return part == whole or part.startswith(f"{whole}(")


@cache
def _by_citation() -> Mapping[str, tuple[Same, ...]]:
    found: dict[str, tuple[Same, ...]] = {}
    for row in all_same():
        found[row.citation] = (*found.get(row.citation, ()), row)
    return MappingProxyType(found)
