"""Entries in the order of the tree, opened: those that a signed checkpoint covers."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from chaperone.crypto.errors import CryptoError
from chaperone.ledger.entries import Entry, open_sealed
from chaperone.ledger.errors import NotVerified
from chaperone.ledger.signed import key_changes, succession_in, verifier_key
from chaperone.ledger.sinks.leaving import Leaving, leaving
from chaperone.merkle.audit.recompute import leaf_hashes
from chaperone.merkle.audit.succession import Succession
from chaperone.vault.errors import VaultError
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring

_NEWEST = "select size, note from ledger_checkpoint order by size desc limit 1"
_LEAVES = """
    select leaf_index, entry_id, leaf_hash from ledger_leaf
    where leaf_index >= %s and leaf_index < %s order by leaf_index
"""
_ENTRIES = """
    select id, organization_id, sealed from ledger_entry
    where id = any (%s) and id between %s and %s
"""
_PRUNED = "select lowest, beyond from ledger_prune"
_COVERING = """
    select size from ledger_checkpoint where size > %s and size <= (
        select min(size) from ledger_checkpoint where size >= %s
    ) order by size
"""
_Leaf = tuple[int, UUID, bytes]
_Sealed = dict[UUID, tuple[UUID, bytes]]


class Reader:
    """Reads for one sink. Keys come by Django's own connection, in the context of their owner."""

    def __init__(self, connection: psycopg.Connection, log_key: Path) -> None:
        self._connection = connection
        self._log_key = log_key
        self._checked_size = 0

    def signed_size(self) -> int:
        """How many entries a checkpoint covers whose signature is good; 0 before the first.

        Raises ``NotVerified``, ``NothingSigned``, ``MerkleError``.
        """
        row = self._connection.execute(_NEWEST).fetchone()
        if row is None:
            return 0
        size, note = row
        if size != self._checked_size:
            signed = self._keys().open(note.encode())
            if signed.size != size:
                raise NotVerified(f"checkpoint {size}", f"was signed for size {signed.size}")
            self._checked_size = size
        return self._checked_size

    def _keys(self) -> Succession:
        statements = key_changes(self._connection)
        return succession_in(statements, verifier_key(self._log_key), where="")

    def between(self, first: int, end: int) -> list[Leaving]:
        """What leaves of the entries from ``first`` up to, not including, ``end``.

        Each is the entry whose hash the tree holds. Raises ``NotVerified`` where one is missing,
        is another one, or cannot be opened: nothing is passed over but months that were destroyed
        after their retention.
        """
        leaves: list[_Leaf] = self._rows(_LEAVES, first, end)
        if len(leaves) != end - first:
            raise NotVerified(f"leaf {first}", "or one of those behind it is missing")
        if not leaves:
            return []
        found = self._sealed(leaves)
        opened = _opened(found)
        sizes = [size for (size,) in self._rows(_COVERING, first, end)]
        return [
            leaving(
                opened[entry_id],
                position=place,
                leaf_hash=bytes(leaf_hash).hex(),
                checkpoint=sizes[bisect_right(sizes, place)],
            )
            for place, entry_id, leaf_hash in leaves
            if entry_id in opened
        ]

    def _sealed(self, leaves: Sequence[_Leaf]) -> _Sealed:
        ids = [entry_id for _, entry_id, _ in leaves]
        # The bounds let the planner leave out other months.
        rows = self._rows(_ENTRIES, ids, min(ids), max(ids))
        found = {entry_id: (organization, sealed) for entry_id, organization, sealed in rows}
        pruned = self._rows(_PRUNED) if len(found) < len(leaves) else []
        for place, entry_id, leaf_hash in leaves:
            if entry_id not in found:
                if any(lowest <= entry_id < beyond for lowest, beyond in pruned):
                    continue
                raise NotVerified(f"leaf {place}", f"its entry {entry_id} is missing")
            if leaf_hashes([found[entry_id][1]]) != [leaf_hash]:
                raise NotVerified(f"leaf {place}", f"entry {entry_id} is not the one hashed")
        return found

    def _rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        # Not prepared: only literals let the planner leave out months.
        return self._connection.execute(query, parameters, prepare=False, binary=True).fetchall()


def _opened(found: _Sealed) -> Mapping[UUID, Entry]:
    """By id. Each organization's are opened in its own context, their keys fetched once."""
    of_organization: dict[UUID, list[tuple[UUID, bytes]]] = defaultdict(list)
    for entry_id, (organization, sealed) in found.items():
        of_organization[organization].append((entry_id, sealed))
    opened: dict[UUID, Entry] = {}
    for organization, entries in of_organization.items():
        with inside(organization):
            keyring.preload(organization, [sealed for _, sealed in entries])
            opened.update(_open(organization, entries))
    return opened


def _open(
    organization: UUID, entries: Iterable[tuple[UUID, bytes]]
) -> Iterator[tuple[UUID, Entry]]:
    for entry_id, sealed in entries:
        try:
            key = keyring.opening_key(organization, sealed)
            entry = open_sealed(sealed, key, organization_id=organization, entry_id=entry_id)
        except (CryptoError, VaultError, ValueError, KeyError) as error:
            problem = f"cannot be opened ({type(error).__name__})"
            raise NotVerified(f"entry {entry_id}", problem) from error
        yield entry_id, entry
