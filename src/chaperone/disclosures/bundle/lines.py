"""The entries as JSON lines: what each says, its sealed bytes, its own key, and its proof."""

import json
from base64 import b64encode
from collections.abc import Sequence

from chaperone.ledger.queries import Disclosed


def json_lines(entries: Sequence[Disclosed]) -> bytes:
    """One line an entry, newest first. ``entry`` is, byte for byte, the text that was sealed.

    ``key`` opens ``sealed`` and nothing else; null for an entry of version 1, which has none.
    """
    return "".join(f"{_line(each)}\n" for each in entries).encode()


def _line(each: Disclosed) -> str:
    return json.dumps(
        {
            "id": str(each.row.id),
            "organization": str(each.organization),
            "leaf_index": each.inclusion.index,
            "leaf_hash": each.leaf_hash.hex(),
            "proof": [value.hex() for value in each.inclusion.hashes],
            "sealed": b64encode(each.sealed).decode(),
            "key": each.key.hex() if each.key else None,
            "entry": each.text,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
