"""Two texts side by side: which lines differ, and which words within them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 2
"""Lines that stand for orientation before and after what differs."""


class Piece(NamedTuple):
    """Words of a line, all of which differ from the other side or none."""

    text: str
    differs: bool


class Row(NamedTuple):
    """A line on both sides. ``state``: ``same``, ``changed``, ``removed``, ``added``, ``left_out``.

    ``lines``: how many that are the same and are left out.
    """

    state: str
    before: Sequence[Piece] = ()
    after: Sequence[Piece] = ()
    lines: int = 0


def differences(before: str, after: str) -> list[Row]:
    """The rows of a side-by-side view; long stretches that are the same are left out."""
    old, new = before.splitlines(), after.splitlines()
    rows: list[Row] = []
    opcodes = SequenceMatcher(None, old, new).get_opcodes()
    for number, (tag, begin, end, new_begin, new_end) in enumerate(opcodes):
        if tag == "equal":
            first, last = number == 0, number == len(opcodes) - 1
            rows.extend(_same(old[begin:end], first=first, last=last))
        else:
            rows.extend(_changed(old[begin:end], new[new_begin:new_end]))
    return rows


def _same(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Row]:
    head = 0 if first else _AROUND
    tail = 0 if last else _AROUND
    if len(lines) <= head + tail + 1:
        yield from map(_unchanged, lines)
        return
    yield from map(_unchanged, lines[:head])
    yield Row("left_out", lines=len(lines) - head - tail)
    yield from map(_unchanged, lines[len(lines) - tail :])


def _unchanged(line: str) -> Row:
    return Row("same", [Piece(line, differs=False)], [Piece(line, differs=False)])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    for before, after in zip_longest(old, new):
        if before is None:
            yield Row("added", after=[Piece(after, differs=True)])
        elif after is None:
            yield Row("removed", before=[Piece(before, differs=True)])
        else:
            yield Row("changed", *_words(before, after))


def _words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, begin, end, new_begin, new_end in SequenceMatcher(None, old, new).get_opcodes():
        left.extend(_piece(old[begin:end], differs=tag != "equal"))
        right.extend(_piece(new[new_begin:new_end], differs=tag != "equal"))
    return left, right


def _piece(words: Iterable[str], *, differs: bool) -> Iterator[Piece]:
    text = "".join(words)
    if text:
        yield Piece(text, differs)
