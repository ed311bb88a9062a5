"""Reads the tables of the rules, which lie beside this module."""

import re
import tomllib
from importlib.resources import files
from typing import Any

_WORD = re.compile("[a-z]+")


def table(name: str) -> dict[str, Any]:
    """The content of one of the rules' TOML files."""
    return tomllib.loads(_text(name))


def vocabulary(*names: str) -> frozenset[str]:
    """Every word that stands in these files."""
    return frozenset(word for name in names for word in _WORD.findall(_text(name)))


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
