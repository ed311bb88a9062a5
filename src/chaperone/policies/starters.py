"""The starter set: texts that an organization adopts as drafts and makes its own.

Each file of ``starter/`` begins with TOML between two lines ``+++``; the text follows.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from chaperone.policies.errors import NoSuchStarter, PolicyError, WrongStarter
from chaperone.policies.kinds import KINDS
from chaperone.policies.markup import claims_of, first_paragraph

_FENCE = "+++\n"
_FIELDS: Mapping[str, type] = {
    "title": str,
    "kind": str,
    "mandatory": bool,
    "public": bool,
    "citations": list,
    "review_months": int,
}


class Starter(NamedTuple):
    """A text of the set. ``about``: what it is for, in its own words."""

    slug: str
    title: str
    kind: str
    mandatory: bool
    public: bool
    citations: tuple[str, ...]
    review_months: int
    about: str
    text: str


@cache
def all_starters() -> tuple[Starter, ...]:
    """Every text of the set by title. Raises ``WrongStarter``."""
    found = [
        read_starter(each.name.removesuffix(".md"), each.read_text("utf-8"))
        for each in files("chaperone.policies").joinpath("starter").iterdir()
        if each.name.endswith(".md")
    ]
    return tuple(sorted(found, key=lambda each: each.title))


def find_starter(slug: str) -> Starter:
    """One of them. Raises ``NoSuchStarter``."""
    for each in all_starters():
        if each.slug == slug:
            return each
    raise NoSuchStarter


def read_starter(slug: str, content: str) -> Starter:
    """The text of one file. Raises ``WrongStarter``, which says what is wrong with it."""
    before, head, text = [*content.replace("\r\n", "\n").split(_FENCE, 2), "", ""][:3]
    if before.strip() or not head or not text:
        raise WrongStarter(f"{slug}: it must begin with TOML between two lines +++.")
    try:
        values = tomllib.loads(head)
        claims_of(text)
    except (tomllib.TOMLDecodeError, PolicyError) as problem:
        raise WrongStarter(f"{slug}: {problem}") from problem
    _check(slug, values)
    citations = tuple(values.pop("citations"))
    about = first_paragraph(text)
    return Starter(slug=slug, citations=citations, about=about, text=text.strip() + "\n", **values)


def _check(slug: str, values: dict[str, Any]) -> None:
    if set(values) != set(_FIELDS):
        odd = ", ".join(sorted(set(values) ^ set(_FIELDS)))
        raise WrongStarter(f"{slug}: missing or unknown: {odd}.")
    for name, kind in _FIELDS.items():
        if type(values[name]) is not kind:
            raise WrongStarter(f"{slug}: {name} must be of type {kind.__name__}.")
    if values["kind"] not in KINDS:
        raise WrongStarter(f"{slug}: “{values['kind']}” is no kind of {', '.join(KINDS)}.")
    if not all(isinstance(each, str) for each in values["citations"]):
        raise WrongStarter(f"{slug}: citations must be strings.")
    if not 1 <= values["review_months"] <= 60:
        raise WrongStarter(f"{slug}: review_months must be between 1 and 60.")
