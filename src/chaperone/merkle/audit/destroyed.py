"""Entries that were destroyed after their retention: what the log says of them, and what stays.

In its bundle such an entry is empty; its hash stands in the lowest tile, and the signed roots bind
it as they do all others. The log says so in a statement: a checkpoint with one extension line,

    destroyed first-last,first-last... digest

of the entries in question, counted from 0, and SHA-256 over their leaf hashes, in hex.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Self

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.layout import destruction_path
from chaperone.merkle.audit.recompute import leaf_hashes
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import BadPlace, MalformedDestruction

Run = tuple[int, int]
_NUMBER = "(?:0|[1-9][0-9]{0,18})"
_RUN = f"{_NUMBER}-{_NUMBER}"
_LINE = re.compile(f"destroyed ({_RUN}(?:,{_RUN})*) ([0-9a-f]{{64}})")


@dataclass(frozen=True)
class Destruction:
    """Said of the tree of `size` leaves with `root`: the entries of `runs` (first and last) were
    destroyed; `digest` is the hash over their leaf hashes."""

    size: int
    root: bytes
    runs: tuple[Run, ...]
    digest: bytes

    @classmethod
    def open(cls, note: bytes, keys: Succession) -> Self:
        """What a statement says, signed by the key in force at its size.

        Raises MalformedDestruction, and what `Succession.open` raises.
        """
        return cls.of(keys.open(note))

    @classmethod
    def of(cls, stated: Checkpoint) -> Self:
        """What a checkpoint says of this; raises MalformedDestruction."""
        line = _LINE.fullmatch(stated.extensions[0]) if len(stated.extensions) == 1 else None
        if line is None:
            raise MalformedDestruction("(it names no entries)")
        runs = tuple(_run(text) for text in line[1].split(","))
        rising = all(one[1] < other[0] for one, other in pairwise(runs))
        if not rising or any(first > last for first, last in runs) or runs[-1][1] >= stated.size:
            raise MalformedDestruction("(its entries are not in order, or not in the tree)")
        return cls(stated.size, stated.root, runs, bytes.fromhex(line[2]))


class Destroyed:
    """Goes through the bundles of a log, in order, beside whoever checks them.

    `count`: how many entries were empty because a statement says that they were destroyed.
    """

    def __init__(self, destructions: Sequence[Destruction]) -> None:
        self._said = [(each, sha256()) for each in destructions]
        self.count = 0

    def hashes(
        self, start: int, entries: list[bytes], kept: Callable[[], list[bytes]]
    ) -> list[bytes]:
        """The leaf hashes of a bundle that begins with entry `start`; for entries that were
        destroyed those that `kept` returns, the lowest tile's."""
        hashes = leaf_hashes(entries)
        places = [
            (place - start, digest)
            for said, digest in self._said
            for place in _within(said.runs, start, start + len(entries))
        ]
        empty = {place for place, _ in places if not entries[place]}
        if empty:
            stored = kept()
            for place in empty:
                hashes[place] = stored[place]
        for place, digest in places:
            digest.update(hashes[place])
        self.count += len(empty)
        return hashes

    def finish(self) -> None:
        """Raises BadPlace unless each statement names the hashes that stand in the log."""
        for number, (said, digest) in enumerate(self._said):
            if digest.digest() != said.digest:
                found = digest.hexdigest()
                file = destruction_path(number)
                raise BadPlace(file, expected=f"entries of {said.digest.hex()}", found=found)


def _run(text: str) -> Run:
    first, last = text.split("-")
    return int(first), int(last)


def _within(runs: Sequence[Run], start: int, end: int) -> Iterator[int]:
    """The entries of runs that are at least `start` and less than `end`."""
    for first, last in runs:
        yield from range(max(first, start), min(last + 1, end))
