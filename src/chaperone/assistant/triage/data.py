"""Reads the tables of the rules, which lie beside this module."""

import tomllib
from importlib.resources import files
from typing import Any


def table(name: str) -> dict[str, Any]:
    """The content of one of the rules' TOML files."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
