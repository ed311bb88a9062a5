"""Text that cannot break out of a line, and lists and details cut to what a receiver takes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

_REPLACED = "\N{REPLACEMENT CHARACTER}"

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def plain(text: str) -> str:
    """The text with every character replaced that is not seen where it stands: controls (line
    breaks among them), marks that turn the direction of writing, separators of lines, halves of
    characters."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _REPLACED for one in text)


def whole_items(items: Iterable[str], longest: int) -> str:
    """As many of the items as fit, with commas between: none is ever cut in two."""
    taken, length = [], -1
    for item in items:
        length += len(item) + 1
        if length > longest:
            break
        taken.append(item)
    return ",".join(taken)


def details_within(details: Mapping[str, Any], longest: int) -> str:
    """The details as JSON in ASCII where that is at most ``longest`` characters; else nothing."""
    if not details:
        return ""
    text = as_json(details)
    return text if len(text) <= longest else ""


def as_json(value: Any) -> str:
    """Compact JSON in ASCII, on one line whatever it holds."""
    return _encode(value)
