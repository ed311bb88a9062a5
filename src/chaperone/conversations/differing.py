"""What was taken out of a text and what was put in, word by word. Pure."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\S+\s*")


class Piece(NamedTuple):
    """Words in a row that are the ``same`` in both texts, ``gone`` or ``added``."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The pieces in their order: same and gone make ``before``, same and added ``after``."""
    return list(_pieces(_WORDS.findall(before), _WORDS.findall(after)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[start:end]))
            continue
        if end > start:
            yield Piece("gone", "".join(old[start:end]))
        if new_end > new_start:
            yield Piece("added", "".join(new[new_start:new_end]))
