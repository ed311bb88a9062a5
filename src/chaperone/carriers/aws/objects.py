"""Strict reading of JSON objects that somebody else wrote."""

import json
import re
from typing import Any, Never

Object = dict[str, Any]


def read_object(text: str) -> Object:
    """The JSON object in ``text``.

    Raises ``ValueError`` with a sentence for anything else, and where a name comes twice, which
    two readers could understand in two ways (RFC 8259, section 4).
    """
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError:
        raise ValueError("It is not JSON.") from None
    except RecursionError:
        raise ValueError("It is nested too deeply.") from None
    if not isinstance(value, dict):
        raise ValueError("It is not a JSON object.")  # noqa: TRY004  the caller's input, not a bug
    return value


def text_in(found: Object, name: str, pattern: re.Pattern[str] | None = None) -> str:
    """The text under ``name``, of the pattern. Raises ``ValueError`` that names the field."""
    if name not in found:
        raise ValueError(f"The field {name} is missing.")
    value = found[name]
    if not isinstance(value, str):
        raise ValueError(f"The field {name} is not a text.")  # noqa: TRY004
    if pattern is not None and not pattern.fullmatch(value):
        raise ValueError(f"The field {name} has not the form that it must have.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> Object:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("It names a field twice.")
    return found


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is not JSON.")
