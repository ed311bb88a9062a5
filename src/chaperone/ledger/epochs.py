"""Restores from a backup: what stands of them, and the check that it is what the log signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.multirange import Multirange

from chaperone.ledger.entries import Entry
from chaperone.ledger.errors import NotVerified
from chaperone.ledger.pruned import runs_of
from chaperone.ledger.record_events import EPOCH_BEGUN
from chaperone.merkle.audit.restored import Restoration
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import MerkleError

_EPOCHS = """
    select backup, kept, bound_size, bound_root, unread, size, note, entry_id
    from ledger_epoch order by number
"""
_UNREAD = """
    select leaf.entry_id from ledger_leaf as leaf
    join (select unnest(unread) as run from ledger_epoch) as closed
        on leaf.leaf_index >= lower(closed.run) and leaf.leaf_index < upper(closed.run)
"""


@dataclass(frozen=True, slots=True)
class Epoch:
    """A restore as its row has it; see ``merkle.audit.restored`` for the words."""

    backup: int
    kept: int
    bound_size: int
    bound_root: bytes
    unread: tuple[tuple[int, int], ...]
    size: int
    note: str
    entry_id: UUID

    @property
    def details(self) -> dict[str, Any]:
        """What the entry about it says, beside which backup it was."""
        return details_of(
            self.backup, self.kept, (self.bound_size, self.bound_root), list(self.unread)
        )


def details_of(
    backup: int, kept: int, bound: tuple[int, bytes], unread: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    """An epoch as an entry says it."""
    return {
        "held": backup,
        "kept": kept,
        "size": bound[0],
        "root": bound[1].hex(),
        "unread": [list(run) for run in unread],
    }


def epochs(connection: psycopg.Connection) -> list[Epoch]:
    """Every restore of this log, the first first."""
    return [
        Epoch(backup, kept, size, root, runs_of(unread or Multirange()), at, note, entry_id)
        for backup, kept, size, root, unread, at, note, entry_id in connection.execute(_EPOCHS)
    ]


def unread_entries(connection: psycopg.Connection) -> frozenset[UUID]:
    """Entries that the log says nobody can open since a restore."""
    return frozenset(entry_id for (entry_id,) in connection.execute(_UNREAD))


def check_epochs(
    connection: psycopg.Connection, signed: Mapping[int, bytes], keys: Succession
) -> int:
    """Holds each row against what the log signed of it; how many there are. ``signed``: roots by
    size. Raises ``NotVerified``. That the entry says the same needs keys: see ``Told``.
    """
    found = epochs(connection)
    for number, epoch in enumerate(found):
        place = f"epoch {number}"
        try:
            said = Restoration.open(epoch.note.encode(), keys)
        except MerkleError as error:
            raise NotVerified(place, str(error)) from error
        row = (epoch.backup, epoch.kept, epoch.bound_size, epoch.bound_root, epoch.unread)
        if row != (said.backup, said.kept, said.bound_size, said.bound_root, said.unread):
            raise NotVerified(place, "it is not what the log signed")
        if signed.get(said.size) != said.root or said.size != epoch.size:
            raise NotVerified(place, "the tree that it names was never signed")
        if not said.lost and said.bound_size and signed.get(said.bound_size) != said.bound_root:
            raise NotVerified(place, "the checkpoint before the restore is not in this log")
    return len(found)


class Told:
    """The entries about restores, beside the rows. Each stands for the other."""

    def __init__(self, known: Sequence[Epoch]) -> None:
        self._rows = {epoch.entry_id: epoch for epoch in known}

    def check(self, entry: Entry) -> None:
        """Raises ``NotVerified`` where an entry says something else than its row."""
        if entry.event != EPOCH_BEGUN.name:
            return
        epoch = self._rows.pop(entry.id, None)
        said = {name: entry.details.get(name) for name in (epoch.details if epoch else ())}
        if epoch is None or said != epoch.details:
            raise NotVerified(f"entry {entry.id}", "the restore is not what the entry says")

    def refuse_more(self) -> None:
        for epoch in self._rows.values():
            raise NotVerified(f"epoch at {epoch.size}", "no entry says so")
