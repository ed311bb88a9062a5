"""The library's entries: each passage with its short version, and the version that is reviewed."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from chaperone.assistant.library import passages
from chaperone.assistant.library.shorts import short_answers

_VERSION = 16


def entries() -> Iterator[dict[str, Any]]:
    """Each passage, with ``short`` ("" where there is none) and ``version``."""
    shorts = short_answers()
    for row in passages():
        short = shorts.get(row["id"], "")
        yield {**row, "short": short, "version": version_of(row, short)}


def version_of(row: dict[str, Any], short: str) -> str:
    """What changes with every word that may be sent or that says where it comes from."""
    said = "\0".join((row["question"], row["answer"], short, row["source"], row["url"]))
    return sha256(said.encode()).hexdigest()[:_VERSION]
