"""The vetted library as it is shipped: passages, where they come from, how members ask for them."""

import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def passages() -> Iterator[dict[str, Any]]:
    """Each passage: id, subject, question, answer, topics, url, source, licence."""
    with (files(__name__) / "education.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def asked() -> dict[str, list[str]]:
    """How members ask for a passage, by its id: our own words, none of them a member's."""
    with (files(__name__) / "asked.jsonl").open(encoding="utf-8") as lines:
        return {row["id"]: row["asked"] for row in map(json.loads, lines)}


def table(name: str) -> dict[str, Any]:
    """The content of one of the library's TOML files."""
    return tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))
