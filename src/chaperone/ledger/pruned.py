"""Months that were destroyed after their retention: what stands of them, and the check that what is
gone is exactly what the entries about it say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.multirange import Multirange

from chaperone.database.identifiers import first_id_of
from chaperone.ledger.entries import Entry
from chaperone.ledger.errors import NotVerified
from chaperone.ledger.record_events import MONTH_PRUNED
from chaperone.merkle.audit.destroyed import Destruction
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import MerkleError

YEARS = 6
"""How long entries are kept at least (45 CFR 164.316(b)(2)(i))."""
_PRUNES = "select * from ledger_prune order by month"
_LEAVES = "select * from ledger_leaves_of(%s, %s)"
_REMAINING = "select count(*) from ledger_entry where id >= %s and id < %s"
_STATEMENTS = "select month, note from ledger_prune_statement order by number"
_PLACE = "select leaf_index from ledger_leaf where entry_id = %s"


@dataclass(frozen=True, slots=True)
class Leaves:
    """The leaves of a month: runs from first to last, how many, the hash of their hashes."""

    runs: tuple[tuple[int, int], ...]
    count: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Prune:
    """A month that was, or is about to be, destroyed; and the tree that was signed by then."""

    month: date
    leaves: Leaves
    size: int
    root: bytes
    entry_id: UUID

    @property
    def details(self) -> dict[str, Any]:
        """What the entry about it says, beside the authority under which it was done."""
        return {
            "month": f"{self.month:%Y-%m}",
            "leaves": [list(run) for run in self.leaves.runs],
            "count": self.leaves.count,
            "digest": self.leaves.digest.hex(),
            "size": self.size,
            "root": self.root.hex(),
        }


def bounds_of(month: date) -> tuple[UUID, UUID]:
    """The lowest id of a month, and the first beyond it."""
    after = next_month(month)
    lowest, beyond = (datetime(day.year, day.month, 1, tzinfo=UTC) for day in (month, after))
    return first_id_of(lowest), first_id_of(beyond)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def kept_until(month: date, years: int = YEARS) -> date:
    """The day from which a month may be destroyed: all of it is old enough then."""
    after = next_month(month)
    return date(after.year + years, after.month, 1)


def leaves_of(connection: psycopg.Connection, month: date) -> Leaves:
    """What ``ledger_leaf`` holds of a month."""
    row = connection.execute(_LEAVES, bounds_of(month)).fetchone()
    assert row is not None
    return _leaves(*row)


def prunes(connection: psycopg.Connection) -> list[Prune]:
    """Every month that was destroyed or is about to be. Raises ``NotVerified``."""
    found = []
    for row in connection.execute(_PRUNES).fetchall():
        month, lowest, beyond, runs, count, digest, size, root, entry_id = row
        if (lowest, beyond) != bounds_of(month):
            raise NotVerified(f"prune of {month:%Y-%m}", "its bounds are not those of the month")
        found.append(Prune(month, _leaves(runs, count, digest), size, root, entry_id))
    return found


def check_prunes(
    connection: psycopg.Connection, signed: Mapping[int, bytes], keys: Succession
) -> int:
    """Holds each against the leaves and, where the entries are gone, against what the log signed of
    it; how many entries are gone. ``signed``: roots by size.

    Raises ``NotVerified``. That the entry says the same needs keys: see ``Told``.
    """
    gone, stated = 0, _stated(connection, keys)
    for prune in prunes(connection):
        place = f"prune of {prune.month:%Y-%m}"
        if leaves_of(connection, prune.month) != prune.leaves:
            raise NotVerified(place, "the leaves of the month are not those that it names")
        if signed.get(prune.size) != prune.root:
            raise NotVerified(place, "the tree that it names was never signed")
        row = connection.execute(_REMAINING, bounds_of(prune.month)).fetchone()
        remaining = row[0] if row else 0
        if remaining == prune.leaves.count:
            continue
        if remaining:
            raise NotVerified(place, f"{remaining} of its {prune.leaves.count} entries are there")
        placed = connection.execute(_PLACE, [prune.entry_id]).fetchone()
        if placed is None or placed[0] >= max(signed, default=0):
            raise NotVerified(place, "no checkpoint covers the entry about it")
        said = stated.get(prune.month)
        if said is None or (said.runs, said.digest) != (prune.leaves.runs, prune.leaves.digest):
            raise NotVerified(place, "no statement of the log says that it was destroyed")
        if signed.get(said.size) != said.root:
            raise NotVerified(place, "the tree of the statement about it was never signed")
        gone += prune.leaves.count
    return gone


def _stated(connection: psycopg.Connection, keys: Succession) -> dict[date, Destruction]:
    """What the log signed, by month. Raises ``NotVerified``."""
    found = {}
    for month, note in connection.execute(_STATEMENTS).fetchall():
        try:
            found[month] = Destruction.open(note.encode(), keys)
        except MerkleError as error:
            raise NotVerified(f"statement of {month:%Y-%m}", str(error)) from error
    return found


class Told:
    """The entries about prunes, beside the rows. Each stands for the other."""

    def __init__(self, known: Sequence[Prune]) -> None:
        self._rows = {prune.entry_id: prune for prune in known}

    def check(self, entry: Entry) -> None:
        """Raises ``NotVerified`` where an entry about a prune says something else than its row."""
        if entry.event != MONTH_PRUNED.name:
            return
        prune = self._rows.pop(entry.id, None)
        said = {name: value for name, value in entry.details.items() if name != "authority"}
        if prune is None or said != prune.details:
            raise NotVerified(f"entry {entry.id}", "the prune is not what the entry says")
        if entry.recorded_at.date() < kept_until(prune.month):
            raise NotVerified(f"entry {entry.id}", "the month was destroyed before its time")

    def refuse_more(self) -> None:
        for prune in self._rows.values():
            raise NotVerified(f"prune of {prune.month:%Y-%m}", "no entry says so")


def runs_of(leaves: Multirange[int]) -> tuple[tuple[int, int], ...]:
    """First and last leaf of each run, as the database has them: from, and before."""
    bounds = ((run.lower, run.upper) for run in leaves)
    return tuple((low, high - 1) for low, high in bounds if low is not None and high is not None)


def _leaves(runs: Multirange[int] | None, count: int, digest: bytes) -> Leaves:
    return Leaves(runs_of(runs or Multirange()), count, digest)
