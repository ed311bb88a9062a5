"""Reads the tables of the rules and the classifier's weights, which lie beside this module."""

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


def lines(name: str) -> list[str]:
    """The lines of one of the text files beside this module, without those that begin with `# `."""
    return [line for line in _text(name).splitlines() if not line.startswith("# ")]


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
