"""After a restore: months that were destroyed after the backup stand destroyed again.

45 CFR 164.316(b)(2)(i). Two things prove it: the entry about the month, which opened, and what the
log signed of it beside the tree. The leaves of the month stay. What its entries said is not known
to the restore where no mirror holds them any more: nothing of that is done again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from chaperone.ledger.entries import Entry
from chaperone.ledger.errors import NotVerified, PruneRefused
from chaperone.ledger.mirrors.mirror import Mirror
from chaperone.ledger.placing import Placer
from chaperone.ledger.pruned import Leaves, Prune, leaves_of, prunes
from chaperone.ledger.pruning import announce_again, drop_again
from chaperone.ledger.record_events import MONTH_PRUNED
from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.destroyed import Destruction
from chaperone.merkle.audit.layout import destruction_path
from chaperone.merkle.audit.notes import Note

_STATED = "select month from ledger_prune_statement order by number"


@dataclass(frozen=True, slots=True)
class Gone:
    """A month that was destroyed. ``unknown``: entries of after the backup that are nowhere;
    ``kept_by``: why it is still there, such as a legal hold that the backup knows; or nothing.
    """

    month: date
    count: int
    unknown: int
    kept_by: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "month": f"{self.month:%Y-%m}",
            "entries": self.count,
            "unknown": self.unknown,
            "kept_by": self.kept_by,
        }


def keep_prunes(
    placer: Placer, connection: psycopg.Connection, mirror: Mirror, entries: Sequence[Entry]
) -> list[Prune]:
    """Keeps what the entries and the mirror's statements say; the months that were destroyed.

    ``connection``: of the owner. The mirror's signatures were verified by the caller. A month that
    was announced only is kept as that. Raises ``NotVerified`` where one says what the other does
    not, or the leaves are others.
    """
    for entry in entries:
        if entry.event == MONTH_PRUNED.name:
            announce_again(_proved(connection, entry))
    known = {prune.month: prune for prune in prunes(connection)}
    stated = [month for (month,) in connection.execute(_STATED).fetchall()]
    found = []
    number = len(stated)
    while (statement := mirror.read(destruction_path(number))) is not None:
        prune = _meant(statement, [known[month] for month in known if month not in stated], number)
        placer.state_prune_again(prune.month, statement)
        stated.append(prune.month)
        found.append(prune)
        number += 1
    return found


def destroy_again(
    connection: psycopg.Connection, months: Sequence[Prune], nowhere: Sequence[int]
) -> list[Gone]:
    """Destroys what the backup or a mirror still had of them. ``nowhere``: leaves of after the
    backup of which the mirror holds the hash alone.
    """
    return [_destroy(connection, prune, nowhere) for prune in months]


def _destroy(connection: psycopg.Connection, prune: Prune, nowhere: Sequence[int]) -> Gone:
    runs = prune.leaves.runs
    beyond = sum(any(first <= leaf <= last for first, last in runs) for leaf in nowhere)
    try:
        drop_again(connection, prune.month)
    except PruneRefused as reason:
        return Gone(prune.month, prune.leaves.count, beyond, str(reason))
    return Gone(prune.month, prune.leaves.count, beyond)


def _proved(connection: psycopg.Connection, entry: Entry) -> Prune:
    """What an entry says, whose leaves are there."""
    said = entry.details
    month = date.fromisoformat(f"{said['month']}-01")
    runs = tuple((int(first), int(last)) for first, last in said["leaves"])
    leaves = Leaves(runs, int(said["count"]), bytes.fromhex(said["digest"]))
    if leaves_of(connection, month) != leaves:
        raise NotVerified(
            f"entry {entry.id}", "the leaves of the month are not those that it names"
        )
    return Prune(month, leaves, int(said["size"]), bytes.fromhex(said["root"]), entry.id)


def _meant(statement: bytes, unstated: Sequence[Prune], number: int) -> Prune:
    said = Destruction.of(Checkpoint.parse(Note.parse(statement).text))
    for prune in unstated:
        if (prune.leaves.runs, prune.leaves.digest) == (said.runs, said.digest):
            return prune
    raise NotVerified(
        f"mirror {destruction_path(number)}",
        "no entry that can be opened says that these were destroyed, and by whose decision",
    )
