"""How a line of the journal is written: ``<link> <JSON>``.

The link is HMAC-SHA-256 (RFC 2104) under the chain's key over the link before and the JSON. So who
does not hold the key can neither change, swap, insert nor remove a line without being noticed; a
tail that is cut off is noticed by the count in the last line.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

FORMAT = 1
FIRST = bytes(32)
"""What stands before the first line."""
_LINK_LENGTH = 64
_encode = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


class Line(NamedTuple):
    """What a line says. ``number`` counts from 0, the head."""

    number: int
    kind: str
    said: Mapping[str, Any]


def written(key: bytes, before: bytes, said: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """A line's bytes with its end of line, and its link."""
    text = _encode(dict(said)).encode()
    link = linked(key, before, text)
    return link.hex().encode() + b" " + text + b"\n", link


def linked(key: bytes, before: bytes, text: bytes) -> bytes:
    """The link of a line's JSON to the line before."""
    return hmac.digest(key, before + text, "sha256")


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The link that a line states, and its JSON. Raises ``ValueError``."""
    stated, _, text = raw.partition(b" ")
    link = bytes.fromhex(stated.decode("ascii"))
    # As it was written and no other way: capitals would be another file.
    if len(stated) != _LINK_LENGTH or link.hex().encode() != stated:
        raise ValueError("no link")
    return link, text


def parsed(text: bytes) -> Line:
    """Raises ``ValueError`` for what is no line."""
    said = json.loads(text)
    match said:
        case {"n": int(number), "kind": str(kind)}:
            return Line(number, kind, said)
    raise ValueError("not a line")
