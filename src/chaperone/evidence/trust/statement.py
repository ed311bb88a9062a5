"""What an organization promises, as data: sections of sentences, each with what it rests on."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from chaperone.standards.catalogue import find


class Sentence(NamedTuple):
    """A promise. ``rests_on``: the citations whose status is its status."""

    name: str
    text: str
    rests_on: tuple[str, ...]


class Section(NamedTuple):
    """Promises under a heading."""

    name: str
    title: str
    sentences: tuple[Sentence, ...]


@cache
def statement() -> tuple[Section, ...]:
    """The statement. Raises ``NoSuchStandard`` where a sentence rests on what is in no rule."""
    text = files("chaperone.evidence.trust").joinpath("statement.toml").read_text("utf-8")
    return tuple(
        Section(each["name"], each["title"], tuple(map(_sentence, each["sentence"])))
        for each in tomllib.loads(text)["section"]
    )


def names() -> list[str]:
    """The names of all sentences, in their order."""
    return [sentence.name for section in statement() for sentence in section.sentences]


def _sentence(row: dict[str, str | list[str]]) -> Sentence:
    rests_on = tuple(row["rests_on"])
    for citation in rests_on:
        find(citation)
    return Sentence(str(row["name"]), str(row["text"]), rests_on)
