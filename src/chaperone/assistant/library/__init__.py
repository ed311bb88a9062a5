"""The vetted library as it is shipped: passages, where they come from, how members ask for them."""

import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def passages() -> Iterator[dict[str, Any]]:
    """Each passage: id, subject, question, answer, topics, url, source, licence."""
    return _rows("education.jsonl")


def asked() -> dict[str, list[str]]:
    """How members ask for a passage, by its id: our own words, none of them a member's."""
    found: dict[str, list[str]] = {}
    for name in ("asked.jsonl", "asked_more.jsonl"):
        for row in _rows(name):
            found.setdefault(row["id"], []).extend(row["asked"])
    return found


def declined() -> list[dict[str, str]]:
    """Texts of our own with the reason to decline them, ``because``; "" where there is none."""
    return list(_rows("declined.jsonl"))


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (files(__name__) / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def table(name: str) -> dict[str, Any]:
    """The content of one of the library's TOML files."""
    return tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))
