"""A log that goes on after its keeper was restored from a backup: what it says of that, signed.

A restored keeper knows a shorter log than the one that it signed last. Where a copy of what came
after the backup is left, it is brought back and the tree goes on; else what is missing is lost, and
that shows. Either way the log says so in a statement: a checkpoint with one extension line,

    restored backup kept size root unread

`backup`: how many entries the backup held; `kept`: how many of the log as it was before stand in it
again; `size` and `root` (hex): the last checkpoint that is known to have been signed before;
`unread`: runs of entries that are there and that nobody can open any more, or `-`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import MalformedRestoration

Run = tuple[int, int]
_NUMBER = "(?:0|[1-9][0-9]{0,18})"
_RUN = f"{_NUMBER}-{_NUMBER}"
_LINE = re.compile(
    f"restored ({_NUMBER}) ({_NUMBER}) ({_NUMBER}) ([0-9a-f]{{64}}) (-|{_RUN}(?:,{_RUN})*)"
)


@dataclass(frozen=True)
class Restoration:
    """Said of the tree of `size` leaves with `root`, the first after a restore."""

    size: int
    root: bytes
    backup: int
    kept: int
    bound_size: int
    bound_root: bytes
    unread: tuple[Run, ...] = ()

    @property
    def lost(self) -> int:
        """How many entries were signed before, and are in the log no more."""
        return max(0, self.bound_size - self.kept)

    def replaces(self, size: int, root: bytes) -> bool:
        """Whether this very checkpoint is the one that the log says it could not go on from."""
        return bool(self.lost) and (size, root) == (self.bound_size, self.bound_root)

    @classmethod
    def open(cls, note: bytes, keys: Succession) -> Self:
        """What a statement says, signed by the key in force at its size.

        Raises MalformedRestoration, and what `Succession.open` raises.
        """
        return cls.of(keys.open(note))

    @classmethod
    def of(cls, stated: Checkpoint) -> Self:
        """What a checkpoint says of this; raises MalformedRestoration."""
        line = _LINE.fullmatch(stated.extensions[0]) if len(stated.extensions) == 1 else None
        if line is None:
            raise MalformedRestoration("(it names no backup)")
        backup, kept, size = (int(text) for text in line.group(1, 2, 3))
        unread = _runs(line[5])
        if not backup <= kept <= stated.size:
            raise MalformedRestoration("(its sizes are not in order)")
        ends = [kept, *(end for run in reversed(unread) for end in reversed(run)), backup]
        if any(later < earlier for later, earlier in pairwise(ends)):
            raise MalformedRestoration("(its entries are not in order, or not after the backup)")
        return cls(stated.size, stated.root, backup, kept, size, bytes.fromhex(line[4]), unread)


def _runs(text: str) -> tuple[Run, ...]:
    if text == "-":
        return ()
    pairs: Sequence[list[str]] = [run.split("-") for run in text.split(",")]
    return tuple((int(first), int(last)) for first, last in pairs)
