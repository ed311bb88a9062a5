"""Entries for somebody who takes them away: opened, as they are sealed, and with their proofs."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import key_of, open_text
from chaperone.ledger.proofs import Inclusion, Prover
from chaperone.ledger.queries.rows import Row, opened_row, places, sealed_of
from chaperone.merkle.log.hashing import leaf_hash
from chaperone.vault.keyring import keyring


class Disclosed(NamedTuple):
    """An entry: ``text`` is what was sealed, ``row`` its reading.

    ``key`` opens this entry alone; None where it has no key of its own (version 1).
    """

    row: Row
    organization: UUID
    text: str
    sealed: bytes
    key: bytes | None
    leaf_hash: bytes
    inclusion: Inclusion


def disclosed(actor: Actor, entry_ids: Sequence[UUID], prover: Prover) -> list[Disclosed]:
    """Those of the actor's organization that the signed copy holds, newest first.

    Raises ``NotMirroredYet`` where the copy lacks hashes of its own.
    """
    found = sealed_of(actor, entry_ids)
    standing = places(list(found)) if found else {}
    return [
        _disclosed(actor, entry_id, sealed, standing[entry_id], prover)
        for entry_id, sealed in found.items()
        if standing.get(entry_id, prover.size) < prover.size
    ]


def _disclosed(
    actor: Actor, entry_id: UUID, sealed: bytes, place: int, prover: Prover
) -> Disclosed:
    owner = actor.organization_id
    key = keyring.opening_key(owner, sealed)
    return Disclosed(
        opened_row(actor, entry_id, sealed, {entry_id: place}),
        owner,
        open_text(sealed, key, organization_id=owner, entry_id=entry_id).decode(),
        sealed,
        key_of(sealed, key, organization_id=owner, entry_id=entry_id),
        leaf_hash(sealed),
        prover.prove(place),
    )
